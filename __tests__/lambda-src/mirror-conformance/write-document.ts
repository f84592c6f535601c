import { writeFileSync } from 'node:fs';
import { conformanceDocument } from './document';

writeFileSync('docs/mirror-conformance.md', conformanceDocument());
