import { App } from 'cdktf';
import { documents, InvalidDocuments, validatedAll } from './config';
import { declaredStacks } from './stacks/declared-stacks';
import { createPlatform } from './stacks/platform';

// cdktf takes a stack trace for every token: mapping each of them back to TypeScript costs a fifth of the memory.
process.setSourceMapsEnabled(process.argv.includes('--source-maps'));

try {
  const valid = validatedAll(documents);
  if (process.argv.includes('--list')) {
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
