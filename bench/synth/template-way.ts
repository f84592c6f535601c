import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What an app is not made of; everything else is copied, so that a new folder needs no line here. */
const NOT_OF_THE_APP = /^(\..*|__tests__|cdktf\.out|coverage|docs|e2e|node_modules|packages)$/;
const DEEP_IMPORT = /import (type )?\{([^}]*)\} from '@cdktf\/provider-aws\/lib\/([\w-]+)';/g;

/** What the barrel calls each of its folders, in which digits and letters meet in more than one way. */
const NAMESPACES = new Map(
  [
    ...readFileSync(require.resolve('@cdktf/provider-aws/lib/index.d.ts'), 'utf8').matchAll(
      /export \* as (\w+) from '\.\/([\w-]+)'/g,
    ),
  ].map(([, namespace = '', path = '']) => [path, namespace]),
);

function namespaceOf(path: string): string {
  const namespace = NAMESPACES.get(path);
  if (namespace === undefined) throw new Error(`@cdktf/provider-aws: its barrel has no ${path}`);
  return namespace;
}

/** One deep import, turned into the barrel import that the template's documentation shows. */
function throughBarrel(_: string, _type: string, imported: string, path: string): string {
  const namespace = namespaceOf(path);
  const names = imported
    .split(',')
    .map((name) => name.replace('type ', '').trim())
    .filter((name) => name !== '');
  return [
    `import { ${namespace} } from '@cdktf/provider-aws';`,
    ...names.map((name) => `import ${name} = ${namespace}.${name};`),
  ].join('\n');
}

/** Writes the same app as the CDKTF template has it: barrel import of the provider, type-checked by ts-node at every run. */
export function writeTemplateWay(directory: string): void {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  for (const source of readdirSync('.').filter((name) => !NOT_OF_THE_APP.test(name))) {
    cpSync(source, join(directory, source), { recursive: true });
  }
  symlinkSync(join(process.cwd(), 'node_modules'), join(directory, 'node_modules'));
  for (const file of readdirSync(directory, { recursive: true, encoding: 'utf8' })) {
    if (file.startsWith('node_modules') || !/\.m?ts$/.test(file)) continue;
    const path = join(directory, file);
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll(DEEP_IMPORT, throughBarrel));
  }
  const compilerOptions = {
    target: 'ES2022',
    module: 'node16',
    strict: true,
    esModuleInterop: true,
    skipLibCheck: true,
    resolveJsonModule: true,
    types: ['node'],
  };
  writeFileSync(join(directory, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
}
