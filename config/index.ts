import { join } from 'node:path';
import type { DocumentInput } from './document';
import { documentsIn } from './document-files';

export { InvalidDocuments, validated, validatedAll } from './validate';

/** Every deployment, one in each file of `deployments/`. All of them are synthesized on every run. */
export const documents: readonly DocumentInput[] = documentsIn(join(__dirname, 'deployments'));
