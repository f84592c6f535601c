import { rmSync, writeFileSync } from 'node:fs';
import { leftOver } from './github/workflows';
import { pages } from './pages';

for (const [path, content] of Object.entries(pages)) {
  writeFileSync(path, content());
  console.log(`wrote ${path}`);
}
for (const path of leftOver(Object.keys(pages))) {
  rmSync(path);
  console.log(`removed ${path}`);
}
