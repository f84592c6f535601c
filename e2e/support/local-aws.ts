import { readFileSync } from 'node:fs';

/** The requests that the local AWS has answered since it was started. */
export function requestLog(): Record<string, string>[] {
  return readFileSync('.local/logs/router.log', 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}
