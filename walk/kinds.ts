import type { DocumentInput } from '../config/document';

type Edit = (document: DocumentInput) => DocumentInput;

/** What a field may become. */
export interface Variant {
  readonly shown: string;
  readonly edit: Edit;
}

/**
 * One thing that teams change in an applied document, as docs/operate/changing-a-document.md has it. Stacks are named without the
 * deployment; `*` stands for any word.
 */
export interface Kind {
  readonly summary: string;
  /** Beside what the document says. */
  readonly variants: readonly Variant[];
  /** From each variant to its neighbours only, as in a rotation. @default false */
  readonly inTurn?: boolean;
  /** Those that plan something; no other does. */
  readonly stacks: readonly string[];
  /** Groups that follow each other where the edit goes on, each in any order. @default - any order */
  readonly order?: readonly (readonly string[])[];
  /** Likewise where it is taken back. @default - `order` */
  readonly orderBack?: readonly (readonly string[])[];
  /** The page says that viewers of the media name may fail meanwhile. @default false */
  readonly mediaMayFail?: boolean;
  /** Keys of tokens have to be taken to the edge afterwards. @default false */
  readonly publishesKeys?: boolean;
  /** How often it is drawn: 1 for what takes minutes. @default 4 */
  readonly weight?: number;
}

const EVERY = ['*'];
/** A region and its database, new in every walk that draws it. */
const NEW_REGION = { name: 'india', awsRegion: 'ap-south-1', cidrBlock: '10.90.0.0/16' };

/** Replaces fields of a section. */
function set<Section extends keyof DocumentInput>(
  section: Section,
  fields: Partial<DocumentInput[Section]>,
): Variant {
  return {
    shown: shownFields(fields),
    edit: (document) => ({
      ...document,
      [section]: { ...(document[section] as object), ...(fields as object) },
    }),
  };
}

const shownFields = (fields: unknown) =>
  Object.entries(fields as object)
    .map(([name, value]) => `${name} ${JSON.stringify(value)}`)
    .join(', ');

/** Replaces fields of a region, by its place. */
const setRegion = (at: number, fields: Partial<DocumentInput['regions'][number]>): Variant => ({
  shown: shownFields(fields),
  edit: (document) => ({
    ...document,
    regions: document.regions.map((region, index) => (index === at ? { ...region, ...fields } : region)),
  }),
});

function regionName({ regions }: DocumentInput, at: number): string {
  const region = regions[at];
  if (region === undefined) throw new Error(`regions[${at}]: expected a region, got none`);
  return region.name;
}

/** Lets another region serve a country. */
export const countryTo = (country: string, at: number): Variant => ({
  shown: `${country} to regions[${at}]`,
  edit: (document) => {
    const name = regionName(document, at);
    const countries = Object.entries(document.routing.countries ?? {}).map(
      ([region, codes]) => [region, codes.filter((code) => code !== country)] as const,
    );
    const others = Object.fromEntries(countries.filter(([, codes]) => codes.length > 0));
    const routing = {
      ...document.routing,
      countries: { ...others, [name]: [...(others[name] ?? []), country] },
    };
    return { ...document, routing };
  },
});

const rotated = (to: (versions: number[]) => Variant) => [[1, 2], [2, 1], [2]].map(to);

export function kindsOf(document: DocumentInput): Readonly<Record<string, Kind>> {
  const names = document.regions.map(({ name }) => name);
  const [first = '', second = ''] = names;
  const last = names.length - 1;
  const target = document.regions[0]?.failoverTo ?? '';
  const otherTarget = names.find((name) => ![first, target].includes(name)) ?? '';
  const added = NEW_REGION.name;
  const withAdded: Edit = (it) => ({
    ...it,
    // Apart from the region that serves its country so far: objects come from another bucket then.
    regions: [...it.regions, { ...NEW_REGION, failoverTo: names[last] ?? '' }],
  });
  return {
    tag: {
      summary: 'a tag on everything',
      variants: ['one', 'two'].map((walk) => ({
        shown: `walk: ${walk}`,
        edit: (it) => ({ ...it, tags: { ...it.tags, walk } }),
      })),
      stacks: EVERY,
      weight: 1,
    },
    'team-address': {
      summary: "the address of a team's alarms",
      variants: [set('teams', { media: { name: 'media', email: 'walk@meridian.example' } })],
      stacks: ['backfill'],
    },
    'region-team': {
      summary: "another team for one region's stack",
      variants: [setRegion(last, { team: 'walkers' })],
      stacks: [`region-${names[last]}`],
    },
    country: {
      summary: 'a country to another region',
      variants: [countryTo('BH', 0), countryTo('BH', last), countryTo('NZ', last)],
      stacks: ['global', 'backfill'],
    },
    'cors-origin': {
      summary: 'an origin that may ask',
      variants: [
        set('cors', { allowedOrigins: [...document.cors.allowedOrigins, 'https://walk.meridian.example'] }),
      ],
      stacks: ['global'],
    },
    'cors-stored-origins': {
      summary: 'origins from the edge store, off and on',
      variants: [set('cors', { storedOrigins: false })],
      stacks: ['global'],
    },
    'protected-prefix': {
      summary: 'protected paths: another one, and none any more',
      variants: [
        set('edgeAuth', { protectedPrefixes: [...(document.edgeAuth?.protectedPrefixes ?? []), '/walk/'] }),
        set('edgeAuth', { protectedPrefixes: [] }),
      ],
      stacks: ['global'],
      publishesKeys: true,
    },
    'token-key': {
      summary: "the versions of the tokens' key",
      variants: rotated((keyVersions) => set('edgeAuth', { keyVersions })),
      inTurn: true,
      stacks: ['global'],
      publishesKeys: true,
    },
    'origin-secret': {
      summary: 'the versions of the origin secret',
      variants: rotated((secretVersions) => set('originProtection', { secretVersions })),
      inTurn: true,
      stacks: ['global', 'region-*', 'backfill'],
    },
    'accelerator-secret': {
      summary: "the versions of the accelerator's secret",
      variants: rotated((secretVersions) => set('accelerator', { secretVersions })),
      inTurn: true,
      stacks: ['global', 'region-*'],
    },
    firewall: {
      summary: 'requests before the firewall blocks',
      variants: [
        set('firewall', { requestsPerFiveMinutes: 2500 }),
        set('firewall', { mediaRequestsPerFiveMinutes: 25_000 }),
      ],
      stacks: ['global'],
    },
    hsts: {
      summary: 'what browsers remember',
      variants: [set('hsts', { includeSubdomains: true })],
      stacks: ['global'],
    },
    'site-name': {
      summary: "one more of the certificate's names, and one less",
      variants: [
        set('domain', { siteNames: [...document.domain.siteNames, `walk.${document.domain.name}`] }),
        set('domain', { siteNames: document.domain.siteNames.slice(0, -1) }),
      ],
      stacks: ['global'],
      weight: 2,
    },
    'instance-type': {
      summary: "one region's instance type",
      variants: ['t4g.medium', 't4g.large'].map((instanceType) => setRegion(last, { instanceType })),
      stacks: [`region-${names[last]}`],
    },
    'instance-counts': {
      summary: 'the least and the most instances of every region',
      variants: [set('compute', { minimumInstances: 4, maximumInstances: 10 })],
      stacks: ['region-*'],
      weight: 2,
    },
    image: {
      summary: 'the image that every instance runs',
      variants: [set('compute', { containerImage: 'ghcr.io/stefanprodan/podinfo:6.7.0' })],
      stacks: ['region-*'],
      weight: 1,
    },
    'nat-gateways': {
      summary: 'one NAT gateway for each region, and one for each zone',
      variants: [set('network', { natGateways: 'single' })],
      stacks: ['region-*'],
      weight: 1,
    },
    'backup-days': {
      summary: 'days of recovery of every database',
      variants: [14, 21].map((backupRetentionDays) => set('database', { backupRetentionDays })),
      stacks: ['data-*'],
      weight: 2,
    },
    'engine-version': {
      summary: "the database's engine (AWS takes no version back, the local AWS does)",
      variants: [set('database', { engineVersion: '16.11' })],
      stacks: ['data-*'],
      order: [[`data-${first}`], ['data-*']],
      weight: 1,
    },
    'database-instances': {
      summary: "instances of one region's database",
      variants: [setRegion(last, { databaseInstances: 3 })],
      stacks: [`data-${names[last]}`],
      weight: 2,
    },
    'failover-target': {
      summary: 'another region stands in for the first one',
      variants: [setRegion(0, { failoverTo: otherTarget })],
      stacks: [`region-${target}`, `region-${otherTarget}`, 'global', 'mesh', 'backfill'],
      order: [[`region-${target}`], [`region-${otherTarget}`], EVERY],
      orderBack: [[`region-${otherTarget}`], [`region-${target}`], EVERY],
    },
    'object-size': {
      summary: 'the largest object that is copied',
      variants: [set('backfill', { maximumObjectBytes: 4_000_000_000 })],
      stacks: ['backfill'],
    },
    'copies-expire': {
      summary: 'copies are forgotten',
      variants: [set('backfill', { expirationDays: 30 })],
      stacks: ['backfill'],
    },
    'fill-concurrency': {
      summary: 'fill workers at once',
      variants: [set('backfill', { fillConcurrency: 12 })],
      stacks: ['backfill'],
    },
    prefix: {
      summary: 'one more prefix of objects',
      variants: [set('backfill', { allowedPrefixes: [...document.backfill.allowedPrefixes, 'more/'] })],
      stacks: ['backfill'],
    },
    'near-bucket-more': {
      summary: 'a near bucket in one more region',
      variants: [set('backfill', { regions: names })],
      stacks: ['state', 'backfill'],
      order: [['state'], ['backfill']],
      orderBack: [['backfill'], ['state']],
      mediaMayFail: true,
      weight: 1,
    },
    'near-bucket-less': {
      summary: 'a near bucket in one region less',
      variants: [set('backfill', { regions: [second] })],
      stacks: ['state', 'backfill'],
      order: [['backfill'], ['state']],
      orderBack: [['state'], ['backfill']],
      mediaMayFail: true,
      weight: 1,
    },
    'miss-signal': {
      summary: 'who tells of a miss',
      variants: [set('backfill', { missSignal: 'function-url' })],
      stacks: ['backfill'],
      mediaMayFail: true,
      weight: 1,
    },
    'full-origin': {
      summary: 'where every object exists',
      variants: [set('backfill', { fullOrigin: { region: second } })],
      stacks: ['state', 'backfill'],
      order: [['state'], ['backfill']],
      weight: 2,
    },
    accelerator: {
      summary: 'Global Accelerator, off and on',
      variants: [set('optIns', { globalAccelerator: false })],
      stacks: ['global', 'region-*'],
      // AWS deletes no listener that a region still stands behind.
      order: [['region-*'], ['global']],
      orderBack: [['global'], ['region-*']],
      weight: 1,
    },
    'deletion-protection': {
      summary: 'guards, on and off',
      variants: [{ shown: 'true', edit: (it) => ({ ...it, deletionProtection: true }) }],
      stacks: EVERY,
      weight: 1,
    },
    region: {
      summary: 'one more region, without viewers and then with them',
      variants: [
        { shown: added, edit: withAdded },
        {
          shown: `${added} serves IN`,
          edit: (document) => countryTo('IN', names.length).edit(withAdded(document)),
        },
      ],
      inTurn: true,
      stacks: ['state', 'global', `region-${added}`, `region-${names[last]}`, 'data-*', 'mesh', 'backfill'],
      order: [
        ['state'],
        ['global'],
        [`region-${added}`],
        ['region-*'],
        [`data-${first}`],
        names.map((name) => `data-${name}`),
        ['data-*'],
        EVERY,
      ],
      orderBack: [
        ['mesh', 'backfill', ...names.flatMap((name) => [`data-${name}`])],
        [`data-${added}`],
        [`region-${added}`],
        EVERY,
      ],
      weight: 1,
    },
  };
}
