import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from '@babel/parser';

type Statement = ReturnType<typeof parse>['program']['body'][number];
type Expression = Extract<Statement, { type: 'ExpressionStatement' }>['expression'];

/** What stands above a field: its manual, and behind `@default -` what holds where it is left out. */
export interface FieldComment {
  readonly manual: string;
  readonly whenLeftOut?: string;
}

/** The comments of every section's `fields`, by path such as `regions.name`. The schema does not know them at run time. */
export function fieldComments(folder: string): ReadonlyMap<string, FieldComment> {
  const comments = new Map<string, FieldComment>();
  for (const file of readdirSync(folder)) {
    const source = readFileSync(join(folder, file), 'utf8');
    const { program } = parse(source, { sourceType: 'module', plugins: ['typescript'] });
    const constants = new Map(program.body.flatMap(constantsOf));
    for (const [path, comment] of commentsIn(constants.get('fields'), '', constants)) {
      comments.set(path, fieldComment(comment));
    }
  }
  return comments;
}

type Constants = ReadonlyMap<string, Expression>;

function constantsOf(statement: Statement): [string, Expression][] {
  const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
  if (declaration?.type !== 'VariableDeclaration') {
    return [];
  }
  return declaration.declarations.flatMap(({ id, init }) =>
    id.type === 'Identifier' && init ? [[id.name, init] as [string, Expression]] : [],
  );
}

/** Follows `section({…}).optional()`, `list(item, …)`, `z.union([…])` and constants of the same file. */
function* commentsIn(
  node: { readonly type: string } | null | undefined,
  path: string,
  constants: Constants,
): Iterable<[path: string, comment: string]> {
  const expression = node as Expression | null | undefined;
  switch (expression?.type) {
    case 'Identifier':
      yield* commentsIn(constants.get(expression.name), path, constants);
      break;
    case 'CallExpression':
      if (expression.callee.type === 'MemberExpression') {
        yield* commentsIn(expression.callee.object, path, constants);
      }
      yield* commentsIn(expression.arguments[0], path, constants);
      break;
    case 'ArrayExpression':
      for (const element of expression.elements) {
        yield* commentsIn(element, path, constants);
      }
      break;
    case 'ObjectExpression':
      for (const property of expression.properties) {
        if (property.type === 'ObjectProperty' && property.key.type === 'Identifier') {
          const field = path === '' ? property.key.name : `${path}.${property.key.name}`;
          for (const { value } of property.leadingComments ?? []) {
            yield [field, value];
          }
          yield* commentsIn(property.value, field, constants);
        }
      }
  }
}

function fieldComment(comment: string): FieldComment {
  const lines = comment.split('\n').map((line) => line.replace(/^\s*\*+/, '').trim());
  const [manual = '', whenLeftOut] = lines
    .join(' ')
    .trim()
    .split(/\s*@default - /);
  return { manual, whenLeftOut };
}
