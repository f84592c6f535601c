import { App } from 'cdktf';
import { documents, InvalidDocument, validated } from './config';
import { createPlatform } from './stacks/platform';

// cdktf takes a stack trace for every token: mapping each of them back to TypeScript costs a fifth of the memory.
process.setSourceMapsEnabled(process.argv.includes('--source-maps'));

const app = new App();
if (app.hclOutput) {
  console.error('cdktf synth --hcl loses the ephemeral blocks that secrets are made with: leave out --hcl');
  process.exit(1);
}
try {
  for (const document of documents) {
    createPlatform(app, validated(document));
  }
  app.synth();
} catch (error) {
  // Without source maps Node would print a whole compiled file instead of the place.
  console.error(error instanceof InvalidDocument ? error.message : error);
  process.exitCode = 1;
}
