import { Logger } from '@aws-lambda-powertools/logger';

/** The one configured logger: JSON lines with the request id, level from `POWERTOOLS_LOG_LEVEL`. */
export const createLogger = (serviceName: string): Logger => new Logger({ serviceName });
