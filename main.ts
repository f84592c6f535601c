import { App } from 'cdktf';
import { documents, validated } from './config';
import { createPlatform } from './stacks/platform';

const app = new App();
for (const document of documents) {
  createPlatform(app, validated(document));
}
app.synth();
