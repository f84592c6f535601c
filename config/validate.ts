import { z } from 'zod';
import { checks, type Document, type DocumentInput, documentSchema } from './document';
import { stateBucketNames } from './document/state';
import { oneLine, pathOf, problemLine, unknownFieldLine } from './problem';

/** A document with problems; the message lists all of them, one per line: `path: expected X, got Y`. */
export class InvalidDocument extends Error {
  constructor(
    deployment: string,
    public readonly problems: readonly string[],
  ) {
    const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
    super([`the document "${deployment}" has ${count}:`, ...problems].join('\n  '));
    this.name = 'InvalidDocument';
  }
}

/** Documents with problems, one after the other. */
export class InvalidDocuments extends Error {
  override readonly name = 'InvalidDocuments';
  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
  }
}

/** Returns the document with its defaults, or throws every problem in it at once. */
export function validated(input: DocumentInput): Document {
  const { data, error } = documentSchema.safeParse(input, { reportInput: true });
  const issues = error?.issues ?? [];
  const wrong = issues.filter(({ code }) => code !== 'unrecognized_keys').map(({ path }) => pathOf(path));
  const document = data ?? partlyParsed(input, issues);
  const between = checks
    .filter(({ needs }) => !needs.some((need) => wrong.some((path) => concerns(path, need))))
    .flatMap(({ problems }) => [...problems(document)]);
  const lines = inDocumentOrder([...issues.flatMap(issueLines), ...between.map(problemLine)]);
  if (data === undefined || lines.length > 0) {
    const name: unknown = (input as Partial<DocumentInput> | undefined)?.deployment;
    throw new InvalidDocument(typeof name === 'string' ? oneLine(name) : 'unnamed', lines);
  }
  return data;
}

/** The documents with their defaults, or every problem of all of them, those between them included, at once. */
export function validatedAll(inputs: readonly DocumentInput[]): readonly Document[] {
  const documents: Document[] = [];
  const problems: string[] = [];
  for (const input of inputs) {
    try {
      documents.push(validated(input));
    } catch (error) {
      if (!(error instanceof InvalidDocument)) throw error;
      problems.push(error.message);
    }
  }
  problems.push(...shared(documents), ...alike(documents));
  if (problems.length > 0) throw new InvalidDocuments(problems);
  return documents;
}

/** What two documents may not have in common, because both would make the same thing: one block for each two. */
function shared(documents: readonly Document[]): string[] {
  return documents.flatMap((later, index) =>
    documents.slice(0, index).flatMap((earlier) => {
      const taken = new Set(uniqueNames(earlier).map(({ space, value }) => `${space} ${value}`));
      const lines = uniqueNames(later)
        .filter(({ space, value }) => taken.has(`${space} ${value}`))
        .filter(({ path }, index, all) => all.findIndex((other) => other.path === path) === index)
        .map(({ path, value }) => `${path}: expected a name that no other document has, got "${value}"`);
      if (lines.length === 0) return [];
      const names = lines.length === 1 ? '1 name' : `${lines.length} names`;
      const both = `the documents "${earlier.deployment}" and "${later.deployment}"`;
      return [[`${both} have ${names} in common:`, ...lines].join('\n  ')];
    }),
  );
}

/** Names that are taken once, and in which space of names. */
function uniqueNames({ deployment, state, domain }: Document) {
  return [
    { space: 'deployments', path: 'deployment', value: deployment },
    ...stateBucketNames(state).map((value) => ({ space: 'buckets', path: 'state.bucketName', value })),
    ...domain.siteNames.map((value, index) => ({
      space: 'domains',
      path: `domain.siteNames[${index}]`,
      value,
    })),
    { space: 'domains', path: 'domain.mediaName', value: domain.mediaName },
    { space: 'domains', path: 'domain.originLabel', value: `${domain.originLabel}.${domain.name}` },
  ];
}

/** Stacks `demo-data-global` of `demo`, with a region "global", and of `demo-data` would be one; so would names of resources. */
function alike(documents: readonly Document[]): string[] {
  const names = documents.map(({ deployment }) => deployment);
  return names.flatMap((deployment) => {
    const start = names.find((other) => deployment.startsWith(`${other}-`));
    if (start === undefined) return [];
    const expected = `a name that does not start with "${start}-", as names of what belongs to "${start}" do`;
    const line = problemLine({ path: 'deployment', expected, got: deployment });
    return [new InvalidDocument(deployment, [line]).message];
  });
}

/** By section, so that what is wrong with the regions stands together. */
function inDocumentOrder(lines: readonly string[]): string[] {
  const sections = Object.keys(documentSchema.shape);
  const position = (line: string) => sections.indexOf(line.split(/[.:[]/, 1)[0] ?? '');
  return [...lines].sort((a, b) => position(a) - position(b));
}

/**
 * The sections that are right, with their defaults, beside the others as they were written. It is a document only as far as
 * the checks that still run look at it.
 */
function partlyParsed(input: DocumentInput, issues: readonly z.core.$ZodIssue[]): Document {
  const written = issues
    .filter((issue) => issue.code === 'unrecognized_keys')
    .reduce<unknown>((value, { path, keys }) => without(value, path, keys), input) as Fields;
  const sections = Object.entries(documentSchema.shape).map(([name, schema]) => {
    const { success, data } = schema.safeParse(written?.[name]);
    return [name, success ? data : written?.[name]];
  });
  return Object.fromEntries(sections) as Document;
}

type Fields = Record<string, unknown> | undefined;

/** The value without these fields of what lies at the path. Everything else is left as it is: a document may hold anything. */
function without(value: unknown, path: readonly PropertyKey[], keys: readonly string[]): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const [first, ...rest] = path;
  if (Array.isArray(value)) {
    return value.map((item, index) => (index === first ? without(item, rest, keys) : item));
  }
  const fields = Object.entries(value);
  if (first === undefined) return Object.fromEntries(fields.filter(([key]) => !keys.includes(key)));
  return Object.fromEntries(
    fields.map(([key, field]) => [key, key === first ? without(field, rest, keys) : field]),
  );
}

/** Whether a problem at `path` spoils the field that a check needs: it lies above, below or at the field. */
function concerns(path: string, need: string): boolean {
  const general = path.replace(/\[\d+\]/g, '[]');
  return isWithin(general, need) || isWithin(need, general);
}

function isWithin(inner: string, outer: string): boolean {
  return outer === '' || inner === outer || inner.startsWith(`${outer}.`) || inner.startsWith(`${outer}[`);
}

function issueLines(issue: z.core.$ZodIssue): string[] {
  const path = pathOf(issue.path) || 'document';
  if (issue.code === 'unrecognized_keys') {
    const fields = fieldsAt(documentSchema, issue.path);
    return issue.keys.map((key) => {
      const value = (issue.input as Record<string, unknown> | undefined)?.[key];
      return unknownFieldLine(pathOf(issue.path), key, value, fields);
    });
  }
  const candidates =
    issue.code === 'invalid_value'
      ? issue.values.map(String)
      : issue.code === 'custom'
        ? issue.params?.candidates
        : [];
  return [problemLine({ path, expected: issue.message, got: issue.input, candidates })];
}

/** Names of the fields that the schema knows at a path. */
function fieldsAt(schema: unknown, path: readonly PropertyKey[]): string[] {
  const [first, ...rest] = path;
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) {
    return fieldsAt(schema.unwrap(), path);
  }
  if (schema instanceof z.ZodUnion) {
    return schema.options.flatMap((option) => fieldsAt(option, path));
  }
  if (schema instanceof z.ZodArray) {
    return fieldsAt(schema.element, rest);
  }
  if (!(schema instanceof z.ZodObject)) {
    return [];
  }
  return first === undefined ? Object.keys(schema.shape) : fieldsAt(schema.shape[String(first)], rest);
}
