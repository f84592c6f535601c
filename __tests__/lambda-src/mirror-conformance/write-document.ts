import { writeFileSync } from 'node:fs';
import { conformanceDocument } from './document';

writeFileSync('docs/reference/mirror-conformance.md', conformanceDocument());
