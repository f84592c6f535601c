import { demo } from './demo';
import { production } from './production';
import type { DocumentInput } from './schema';

export { InvalidDocument, validated } from './validate';

/** Every deployment. All of them are synthesized on every run. */
export const documents: readonly DocumentInput[] = [demo, production];
