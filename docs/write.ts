import { writeFileSync } from 'node:fs';
import { pages } from './pages';

for (const [path, content] of Object.entries(pages)) {
  writeFileSync(path, content());
  console.log(`wrote ${path}`);
}
