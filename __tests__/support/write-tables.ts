import { writeFileSync } from 'node:fs';
import { PAGES } from './tables';

for (const { path, written } of PAGES) writeFileSync(path, written());
