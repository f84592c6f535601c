import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const root = resolve(__dirname, '..');

/** Folder, what a file in it imports, and what the linter says to that. */
const FORBIDDEN = [
  ['config', "import { x } from '../modules/x';", 'config/ imports nothing of the tree'],
  ['build', "import { x } from '../modules/x';", 'imports nothing of the tree'],
  ['stacks/a', "import { x } from '../../build/x';", 'documents, permissions and modules only'],
  ['lambda-src/a', "import { x } from '../../build/x';", 'imports nothing from the rest of the tree'],
  ['cli', "import { x } from '../build/x';", 'never constructs'],
  ['modules/a', "import { x } from '../../stacks/x';", 'knows AWS and nothing of stacks'],
  ['modules/a', "import { x } from '../../permissions/x';", 'knows AWS and nothing of stacks'],
  ['modules/a', "import { x } from '../../config';", 'knows AWS and nothing of stacks'],
  ['modules/a', "import { x } from '../../lambda-src/x';", 'Take types only'],
  ['stacks/a', "import { x } from '../../lambda-src/x';", 'Take types only'],
  ['stacks/a', "import { x } from '../../terraform/x';", 'documents, permissions and modules only'],
  ['stacks/a', "import { x } from '@cdktf/provider-aws/lib/vpc';", 'resources belong in modules/'],
  ['permissions', "import { x } from '../stacks/x';", 'nothing of stacks, documents or tools'],
  ['permissions', "import { x } from '../config';", 'nothing of stacks, documents or tools'],
  ['lambda-src/a', "import { x } from '../../config';", 'imports nothing from the rest of the tree'],
  ['cli', "import { x } from '../config';", 'not by its document'],
  ['terraform', "import { x } from '../config/deployments/demo';", 'not by its document'],
  ['local', "import { x } from '../stacks/region/stack';", 'never constructs'],
  ['drills', "import { x } from '../modules/contract/stack-contract';", 'never constructs'],
  ['cli', "import { x } from '../permissions/x';", 'never constructs'],
  ['preflight', "import { x } from '../stacks/region/stack';", 'never constructs'],
  ['preflight', "import { x } from '../config';", 'not by its document'],
  ['review', "import { x } from '../stacks/region/stack';", 'never constructs'],
  ['failover', "import { x } from '../stacks/failover/stack';", 'never constructs'],
  ['failover', "import { x } from '../config';", 'not by its document'],
  ['review', "import { x } from '../config';", 'not by its document'],
  ['modules/a', "import { x } from '../../review/index';", 'knows AWS and nothing of stacks'],
  ['walk', "import { x } from '../stacks/region/stack';", 'never constructs'],
  ['stacks/a', "import { x } from '../../walk/x';", 'documents, permissions and modules only'],
  ['packages/local-aws/a', "import { x } from '../../../local/x';", 'nothing of who uses it'],
  ['packages/local-aws/a', "import type { x } from '../../../lambda-src/x';", 'nothing of who uses it'],
  ['packages/local-aws/a', "import { x } from 'cdktf';", 'knows AWS only'],
  ['modules/a', "import { x } from 'local-aws/edge/types';", 'knows AWS and nothing of stacks'],
  ['lambda-src/a', "import { x } from 'local-aws/edge/types';", 'imports nothing from the rest of the tree'],
] as const;

const ALLOWED = [
  ['modules/a', "import { x } from '../../build/x';"],
  ['modules/a', "import type { x } from '../../lambda-src/x';"],
  ['stacks/a', "import type { x } from '../../lambda-src/x';"],
  ['stacks/a', "import { x } from '../../permissions/x';"],
  ['permissions', "import { x } from '../modules/edge/edge-region';"],
  ['cli', "import { x } from '../stacks/global/contract';"],
  ['terraform', "import { x } from '../modules/contract/contract';"],
  ['local', "import { x } from '../lambda-src/x';"],
  ['walk', "import { x } from '../config/deployments/demo';"],
  ['walk', "import { x } from '../stacks/global/contract';"],
  ['local', "import { x } from 'local-aws/edge/types';"],
] as const;

/** A tree with one file for each import, linted by the project's own rules; what was found, by file. */
function lint(imports: readonly (readonly [string, string, ...string[]])[]): Map<string, string> {
  const tree = mkdtempSync(join(tmpdir(), 'meridian-test-'));
  try {
    for (const part of ['biome.json', 'lint'])
      cpSync(join(root, part), join(tree, part), { recursive: true });
    for (const [index, [folder, statement]] of imports.entries()) {
      const file = join(tree, folder, `file-${index}.ts`);
      mkdirSync(dirname(file), { recursive: true });
      const use = statement.startsWith('import type') ? 'type Used = x' : 'const used = x';
      writeFileSync(file, `${statement}\nexport ${use};\n`);
    }
    const biome = join(root, 'node_modules/@biomejs/biome/bin/biome');
    const args = ['lint', '--reporter=json', '--max-diagnostics=none', '--vcs-enabled=false', '.'];
    const { stdout } = spawnSync(process.execPath, [biome, ...args], { cwd: tree, encoding: 'utf8' });
    const { diagnostics } = JSON.parse(stdout) as Report;
    const found = new Map<string, string>();
    for (const { location, message } of diagnostics) {
      const { path } = location;
      found.set(path, `${found.get(path) ?? ''}${JSON.stringify(message)}`);
    }
    return found;
  } finally {
    rmSync(tree, { recursive: true });
  }
}

interface Report {
  readonly diagnostics: readonly {
    readonly message: unknown;
    readonly location: { readonly path: string };
  }[];
}

const found = lint([...FORBIDDEN, ...ALLOWED]);

it.each(FORBIDDEN.map((each, index) => [...each, index] as const))(
  '%s: no %s',
  (folder, _, message, index) => {
    expect(found.get(`${folder}/file-${index}.ts`)).toContain(message);
  },
);

it.each(ALLOWED.map((each, index) => [...each, FORBIDDEN.length + index] as const))(
  '%s: %s',
  (folder, _, index) => {
    expect(found.get(`${folder}/file-${index}.ts`)).toBeUndefined();
  },
);
