import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Where `PATH` finds a program. */
export function findOnPath(name: string, path = process.env.PATH ?? ''): string | undefined {
  return path
    .split(delimiter)
    .filter((directory) => directory !== '')
    .map((directory) => join(directory, name))
    .find(isExecutable);
}

/** The interpreter in a script's first line, where that is a Python (pip and pipx write it so). */
export function pythonShebang(script: string): string | undefined {
  try {
    const [first = ''] = readFileSync(script, 'utf8').split('\n', 1);
    return /^#!\s*(\/\S*python[\d.]*)\s*$/.exec(first)?.[1];
  } catch {
    return undefined;
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
