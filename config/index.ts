import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DocumentInput } from './document';

export { InvalidDocuments, validated, validatedAll } from './validate';

const FOLDER = join(__dirname, 'deployments');

/** Every deployment, one in each file of `deployments/`. All of them are synthesized on every run. */
export const documents: readonly DocumentInput[] = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.ts'))
  .sort()
  .flatMap((name) => {
    const exported = Object.values(require(join(FOLDER, name)) as Readonly<Record<string, DocumentInput>>);
    if (exported.length !== 1) {
      throw new Error(`config/deployments/${name}: expected one exported document, got ${exported.length}`);
    }
    return exported;
  });
