import { join } from 'node:path';

export const PACKAGE_DIRECTORY = __dirname;

export const logsDirectory = (directory: string) => join(directory, 'logs');
