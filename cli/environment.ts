import { runningLocalEnvironment } from '../local/environment';

/** What a command adds to the environment: nothing for AWS, everything that leads to the local AWS with `--local`. */
export function targetEnvironment(isLocal: boolean): Record<string, string> {
  if (!isLocal) return {};
  const environment = runningLocalEnvironment();
  if (!environment) throw new Error('The local AWS is not running: start it with "npm run local -- up"');
  return environment;
}
