import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { App } from 'cdktf';
import { InvalidDocuments } from './config/validate';
import { declaredStacks } from './stacks/declared-stacks';
import { createPlatform } from './stacks/platform';

const { values: flags } = parseArgs({
  options: {
    list: { type: 'boolean' },
    'source-maps': { type: 'boolean' },
    /** A file with one document as JSON, in place of all others. */
    document: { type: 'string' },
  },
});

// cdktf takes a stack trace for every token: mapping each of them back to TypeScript costs a fifth of the memory.
process.setSourceMapsEnabled(flags['source-maps'] === true);

try {
  const { document: file, list } = flags;
  // Here, because a file that holds no document is told as a document's problems are.
  const { documents, validatedAll }: typeof import('./config') = require('./config');
  const valid = validatedAll(file === undefined ? documents : [JSON.parse(readFileSync(file, 'utf8'))]);
  if (list) {
    console.log(JSON.stringify(valid.flatMap(declaredStacks)));
  } else {
    const app = new App();
    if (app.hclOutput) {
      console.error(
        'cdktf synth --hcl loses the ephemeral blocks that secrets are made with: leave out --hcl',
      );
      process.exit(1);
    }
    for (const document of valid) {
      createPlatform(app, document);
    }
    app.synth();
  }
} catch (error) {
  // Without source maps Node would print a whole compiled file instead of the place.
  console.error(error instanceof InvalidDocuments ? error.message : error);
  process.exitCode = 1;
}
