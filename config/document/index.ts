import type { z } from 'zod';
import { section } from '../fields';
import type { Problem } from '../problem';
import * as accelerator from './accelerator';
import * as backfill from './backfill';
import * as ci from './ci';
import * as compute from './compute';
import * as cors from './cors';
import * as database from './database';
import * as deletionProtection from './deletion-protection';
import * as deployment from './deployment';
import * as domain from './domain';
import * as edgeAuth from './edge-auth';
import * as firewall from './firewall';
import * as hsts from './hsts';
import * as network from './network';
import * as optIns from './opt-ins';
import * as originProtection from './origin-protection';
import * as regions from './regions';
import * as routing from './routing';
import * as services from './services';
import * as state from './state';
import * as tags from './tags';
import * as teams from './teams';

/**
 * The document: everything that may differ between two deployments of the platform.
 *
 * Each section has a file, which says what its `fields` look like, with comments that are their manual, and in its `checks`
 * what must hold between them and with other sections. A new section is a file and its name in this list.
 */
const sections = [
  deployment,
  domain,
  state,
  teams,
  tags,
  ci,
  deletionProtection,
  regions,
  network,
  compute,
  database,
  routing,
  originProtection,
  firewall,
  hsts,
  cors,
  edgeAuth,
  backfill,
  services,
  optIns,
  accelerator,
] as const;

interface Section {
  readonly fields: z.ZodRawShape;
  readonly checks?: readonly Check[];
}

type FieldsOf<Sections> = Sections extends readonly [{ readonly fields: infer Fields }, ...infer Others]
  ? Fields & FieldsOf<Others>
  : unknown;
const fields = Object.assign({}, ...sections.map((each) => each.fields)) as FieldsOf<typeof sections>;

export const documentSchema = section(fields);

/** Something that must hold between fields. */
export interface Check {
  /** Fields that the check reads, `[]` for any item: it is left out where one of them has a problem of its own. */
  readonly needs: readonly string[];
  readonly problems: (document: Document) => Iterable<Problem>;
}

export const checks: readonly Check[] = sections.flatMap((each: Section) => each.checks ?? []);

/** A document as written: defaults may be left out. */
export type DocumentInput = z.input<typeof documentSchema>;
/** A validated document. */
export type Document = z.output<typeof documentSchema>;
export type Region = Document['regions'][number];
