import { join } from 'node:path';
import { z } from 'zod';
import { documentSchema } from '../../config/document';
import { type FieldComment, fieldComments } from './field-comments';

interface Field {
  readonly path: string;
  readonly schema: z.core.$ZodType;
}

/** `docs/reference/document.md`: every field of the document, from the schema and the comments in its source. */
export function documentPage(comments = fieldComments(join(__dirname, '../../config/document'))): string {
  const table = (fields: readonly Field[]) => tableOf(fields, comments);
  const topLevel = childrenOf({ path: '', schema: documentSchema });
  const sections = topLevel
    .map((field) => ({ path: field.path, fields: descendantsOf(field) }))
    .filter(({ fields }) => fields.length > 0);
  return `${[
    '# The document',
    `Everything that may differ between two deployments, field by field. This page is written from
[config/document](../../config/document) (\`npm run docs\`), and a test fails where it differs.
[production.ts](../../config/deployments/production.ts) is an example. A wrong document is answered with every problem at
once, as \`path: expected X, got Y\`.`,
    table(topLevel),
    ...sections.flatMap(({ path, fields }) => [`## ${path}`, table(fields)]),
  ].join('\n\n')}\n`;
}

function childrenOf({ path, schema }: Field): Field[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) {
    return childrenOf({ path, schema: schema.unwrap() });
  }
  if (schema instanceof z.ZodArray) {
    return childrenOf({ path: `${path}[]`, schema: schema.element });
  }
  if (schema instanceof z.ZodUnion) {
    return schema.options.flatMap((option) => childrenOf({ path, schema: option }));
  }
  if (!(schema instanceof z.ZodObject)) {
    return [];
  }
  return Object.entries(schema.shape).map(([name, child]) => ({
    path: path === '' ? name : `${path}.${name}`,
    schema: child,
  }));
}

function descendantsOf(field: Field): Field[] {
  return childrenOf(field).flatMap((child) => [child, ...descendantsOf(child)]);
}

function tableOf(fields: readonly Field[], comments: ReadonlyMap<string, FieldComment>): string {
  const rows = fields.map(({ path, schema }) => {
    const comment = comments.get(path.replaceAll('[]', ''));
    if (comment === undefined) {
      throw new Error(`${path}: expected a comment above the field, which is its manual`);
    }
    return [`\`${path}\``, comment.manual, expectedBy(schema), whenLeftOut(schema, comment)];
  });
  const header = ['field', 'manual', 'expected', 'where left out'];
  return [header, header.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n');
}

/** What a problem's line would name: asked by giving nothing. */
function expectedBy(schema: z.core.$ZodType): string {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) {
    return expectedBy(schema.unwrap());
  }
  const expected = z.safeParse(schema, undefined).error?.issues[0]?.message ?? '';
  return schema instanceof z.ZodArray && !(schema.element instanceof z.ZodObject)
    ? `${expected}, each ${expectedBy(schema.element)}`
    : expected;
}

function whenLeftOut(schema: z.core.$ZodType, comment: FieldComment): string {
  if (schema instanceof z.ZodDefault) {
    const value = `\`${JSON.stringify(schema.def.defaultValue)}\``;
    return comment.whenLeftOut === undefined ? value : `${value}: ${comment.whenLeftOut}`;
  }
  return schema instanceof z.ZodOptional ? (comment.whenLeftOut ?? 'nothing') : 'required';
}
