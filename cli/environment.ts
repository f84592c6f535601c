import { findServices } from 'local-aws/daemon/state';
import { bootstrapDirectory, LOCAL_DIRECTORY } from '../local/directory';
import { runningLocalEnvironment } from '../local/environment';

/** What a command adds to the environment: nothing for AWS, everything that leads to the local AWS with `--local`. */
export function targetEnvironment(isLocal: boolean): Record<string, string> {
  if (!isLocal) return {};
  const environment = runningLocalEnvironment();
  if (!environment) throw new Error('The local AWS is not running: start it with "npx meridian local up"');
  return environment;
}

/** Where `npm start` keeps its bootstrap, too, so that either finishes what the other began; on AWS the default. */
export function bootstrapWorkDirectory(isLocal: boolean): string | undefined {
  const services = isLocal ? findServices(LOCAL_DIRECTORY) : undefined;
  return services && bootstrapDirectory(LOCAL_DIRECTORY, services.instance);
}
