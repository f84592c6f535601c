import { readFileSync, writeFileSync } from 'node:fs';
import { withStackTable } from './stack-table';

writeFileSync('README.md', withStackTable(readFileSync('README.md', 'utf8')));
