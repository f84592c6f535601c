import { cpSync, lstatSync, mkdirSync, readdirSync, readlinkSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';

// Packages of the registry are those of another folder; those of the workspace are this folder's own.
const [from, to] = process.argv.slice(2);

function link(name) {
  const source = join(resolve(from), name);
  const target = join(to, name);
  if (name === '.bin') cpSync(source, target, { recursive: true, verbatimSymlinks: true });
  else if (lstatSync(source).isSymbolicLink()) symlinkSync(readlinkSync(source), target);
  else if (/^@[^/]+$/.test(name)) {
    mkdirSync(target);
    for (const scoped of readdirSync(source)) link(join(name, scoped));
  } else symlinkSync(source, target);
}

mkdirSync(to, { recursive: true });
for (const name of readdirSync(from)) link(name);
