import { demo } from './deployments/demo';
import { production } from './deployments/production';
import type { DocumentInput } from './document';

export { InvalidDocument, validated } from './validate';

/** Every deployment. All of them are synthesized on every run. */
export const documents: readonly DocumentInput[] = [demo, production];
