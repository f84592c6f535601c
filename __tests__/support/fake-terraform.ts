import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** An executable that answers like Terraform as far as one test needs it: the body of a shell script. */
export function fakeTerraform(path: string, body: string): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\n${body}\n`);
  chmodSync(path, 0o755);
  return path;
}

/** A fake that only knows its version. */
export const terraformOfVersion = (path: string, version: string) =>
  fakeTerraform(path, `echo '{"terraform_version": "${version}"}'`);
