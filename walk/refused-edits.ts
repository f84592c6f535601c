import type { DocumentInput } from '../config/document';

/** An edit that nobody may make, and what is said instead of it. */
export interface RefusedEdit {
  readonly summary: string;
  readonly edit: (document: DocumentInput) => DocumentInput;
  readonly sentence: RegExp;
  /** Stacks whose plan refuses it. @default - it is refused before a stack is synthesized */
  readonly stacks?: readonly string[];
}

type Regions = DocumentInput['regions'];

const withRegions = (edit: (regions: Regions) => Regions) => (document: DocumentInput) => ({
  ...document,
  regions: edit(document.regions),
});

export const refusedEdits: Readonly<Record<string, RefusedEdit>> = {
  'first-region': {
    summary: 'another region before the one that founded the database',
    edit: withRegions(([first, second, ...others]) => (first && second ? [second, first, ...others] : [])),
    sentence: /has founded the database, and the document's first region is/,
    stacks: ['data-*'],
  },
  'address-range': {
    summary: 'address ranges that overlap',
    edit: withRegions(([first, ...others]) =>
      first ? [first, ...others.map((region) => ({ ...region, cidrBlock: first.cidrBlock }))] : [],
    ),
    sentence: /regions\[1\]\.cidrBlock: expected a range apart from/,
  },
  'own-stand-in': {
    summary: 'a region that stands in for itself',
    edit: withRegions(([first, ...others]) =>
      first ? [{ ...first, failoverTo: first.name }, ...others] : [],
    ),
    sentence: /regions\[0\]\.failoverTo: expected another region/,
  },
  'engine-version': {
    summary: 'an engine version that cannot be created',
    edit: (document) => ({ ...document, database: { ...document.database, engineVersion: '9.6' } }),
    sentence: /database\.engineVersion: expected an Aurora PostgreSQL version that can be created/,
  },
  'foreign-name': {
    summary: 'a site name of another domain',
    edit: (document) => ({
      ...document,
      domain: { ...document.domain, siteNames: [...document.domain.siteNames, 'www.example.org'] },
    }),
    sentence: /domain\.siteNames\[\d+\]: expected .* or a name below it/,
  },
};
