import { demo } from './demo';
import { production } from './production';
import { type Document, type DocumentInput, documentSchema } from './schema';

/** Returns the document with its defaults, or throws every problem in it at once. */
export function validated(input: DocumentInput): Document {
  return documentSchema.parse(input);
}

/** Every deployment. All of them are synthesized on every run. */
export const documents: readonly DocumentInput[] = [demo, production];
