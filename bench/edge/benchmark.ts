import { bundleEdgeFunction } from '../../build/edge-bundle';
import { validated } from '../../config';
import { demo } from '../../config/deployments/demo';
import { countryTable } from '../../config/routing';
import { crossOriginRules, REGION_HEADER, siteRoutes, tokenRules } from '../../modules/edge/edge-constants';
import { type Length, median } from '../benchmark';
import { type Cost, costInNjs } from './njs';
import { sourceWay } from './source-way';

const ROUNDS = { whole: 5, shortest: 1 };
/** The source document's way takes some fifty times as long. */
const CALLS = { whole: { ours: 300_000, theirs: 10_000 }, shortest: { ours: 100_000, theirs: 3000 } };

interface Line {
  readonly what: string;
  readonly ours: number;
  readonly theirs: number;
  readonly unit: string;
}

/** The shortest time is the one that nothing else on the machine made longer. */
function costOf(costs: readonly Cost[]): Cost {
  return {
    nanoseconds: Math.min(...costs.map(({ nanoseconds }) => nanoseconds)),
    heapBytes: median(costs.map(({ heapBytes }) => heapBytes)),
  };
}

/** Ours and the source document's in turn, so that a machine that slows down slows both. */
function compared(count: number, ours: () => Cost, theirs: () => Cost): { ours: Cost; theirs: Cost } {
  const rounds = Array.from({ length: count }, () => ({ ours: ours(), theirs: theirs() }));
  return {
    ours: costOf(rounds.map((round) => round.ours)),
    theirs: costOf(rounds.map((round) => round.theirs)),
  };
}

export async function edgeBenchmark(length: Length): Promise<void> {
  const [rounds, calls] = [ROUNDS[length], CALLS[length]];
  const document = validated(demo);
  const { regions, routing } = document;
  const countries = countryTable(document);
  const ROUTES = siteRoutes({ regions, countries, defaultRegion: routing.defaultRegion });
  const constants = { ROUTES, REGION_HEADER, CROSS_ORIGIN: null, TOKENS: null };
  const source = sourceWay(countries, ROUTES.regions);
  const lookup = bundleEdgeFunction({ entry: '../../bench/edge/lookup.mts', constants: { ROUTES } });
  const router = bundleEdgeFunction({ entry: 'site-router.mts', constants });
  const everything = bundleEdgeFunction({
    entry: 'site-router.mts',
    constants: {
      ...constants,
      CROSS_ORIGIN: crossOriginRules(document.cors),
      TOKENS: tokenRules({ protectedPrefixes: ['/members/'], keyVersions: [1, 2] }),
    },
  });

  const lookups = compared(
    rounds,
    () => costInNjs(lookup, calls.ours),
    () => costInNjs(source.lookup, calls.theirs),
  );
  const requests = compared(
    rounds,
    () => costInNjs(router, calls.ours / 10, true),
    () => costInNjs(source.request, calls.theirs),
  );
  const lines: Line[] = [
    {
      what: 'table',
      ours: JSON.stringify(ROUTES.masks).length,
      theirs: Buffer.byteLength(source.table),
      unit: 'bytes',
    },
    {
      what: 'function',
      ours: Buffer.byteLength(router),
      theirs: Buffer.byteLength(source.request),
      unit: 'bytes',
    },
    { what: 'lookup', ours: lookups.ours.nanoseconds, theirs: lookups.theirs.nanoseconds, unit: 'ns' },
    { what: 'lookup', ours: lookups.ours.heapBytes, theirs: lookups.theirs.heapBytes, unit: 'heap bytes' },
    {
      what: 'whole request',
      ours: requests.ours.nanoseconds,
      theirs: requests.theirs.nanoseconds,
      unit: 'ns',
    },
    {
      what: 'whole request',
      ours: requests.ours.heapBytes,
      theirs: requests.theirs.heapBytes,
      unit: 'heap bytes',
    },
  ];
  console.log(
    `In njs, ${regions.length} regions, best of ${rounds}, per call; the source document's map is built for every call.`,
  );
  console.log(
    'Our whole request also reads the key value store, overwrites the routing header and names a second region.',
  );
  console.log('                              ours     source way    ratio');
  for (const { what, ours, theirs, unit } of lines) {
    console.log(
      [
        what.padEnd(14),
        unit.padEnd(11),
        ours.toFixed(0).padStart(8),
        theirs.toFixed(0).padStart(14),
        `${(theirs / ours).toFixed(1)}×`.padStart(8),
      ].join(' '),
    );
  }
  const { nanoseconds } = costInNjs(everything, calls.ours / 10, true);
  console.log(
    `With tokens and stored origins the function has ${Buffer.byteLength(everything)} of 10,240 bytes; an open path takes ${nanoseconds.toFixed(0)} ns.`,
  );
}
