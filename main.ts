import { App } from 'cdktf';
import { documents, InvalidDocument, validated } from './config';
import { createPlatform } from './stacks/platform';

// cdktf takes a stack trace for every token: mapping each of them back to TypeScript costs a fifth of the memory.
process.setSourceMapsEnabled(process.argv.includes('--source-maps'));

try {
  const app = new App();
  for (const document of documents) {
    createPlatform(app, validated(document));
  }
  app.synth();
} catch (error) {
  if (!(error instanceof InvalidDocument)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
