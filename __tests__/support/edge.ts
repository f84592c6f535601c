import { join } from 'node:path';
import { bundleEdgeFunction } from '../../build/edge-bundle';
import { CLOUDFRONT, type EdgeWorld, type Handled, handleInEngine, type Viewer } from './edge-engine';

const SOURCES = join(__dirname, '..', '..', 'lambda-src', 'edge');

/** The stand-in's own functions, for the tests. */
interface Noted {
  begin(world: EdgeWorld): void;
  noted(): Pick<Handled, 'origins' | 'failoverStatusCodes' | 'reads'>;
}

type Values = Record<string, { value: string; multiValue?: { value: string }[] }>;
type Result = { statusCode?: number; method?: string; uri?: string; headers: Values };
type Handler = (event: object) => Result | Promise<Result>;

/**
 * Runs an edge function once per viewer, built and in the engine, and again from its sources in Node: both must do the same.
 *
 * The engine is what counts; Node shows that building changed nothing, and lets coverage be measured.
 */
export async function handleAtEdge(
  entry: string,
  constants: Readonly<Record<string, unknown>>,
  viewers: readonly Viewer[],
  world: EdgeWorld = {},
): Promise<Handled[]> {
  const inEngine = await handleInEngine(built(entry, constants), viewers, world);
  expect(await handleInNode(entry, constants, viewers, world)).toEqual(inEngine);
  return inEngine;
}

/** Handles viewers with one start of the engine: all that were named before the first of them is waited for. */
export function handledTogether(
  entry: string,
  constants: Readonly<Record<string, unknown>>,
  world: EdgeWorld = {},
): (viewer: Viewer) => () => Promise<Handled> {
  const viewers: Viewer[] = [];
  let all: Promise<Handled[]> | undefined;
  return (viewer) => {
    const index = viewers.push(viewer) - 1;
    return async () => {
      all ??= handleAtEdge(entry, constants, viewers, world);
      return (await all)[index] as Handled;
    };
  };
}

const scripts = new Map<string, string>();

function built(entry: string, constants: Readonly<Record<string, unknown>>): string {
  const key = JSON.stringify([entry, constants]);
  const script = scripts.get(key) ?? bundleEdgeFunction({ entry, constants });
  scripts.set(key, script);
  return script;
}

async function handleInNode(
  entry: string,
  constants: Readonly<Record<string, unknown>>,
  viewers: readonly Viewer[],
  world: EdgeWorld,
): Promise<Handled[]> {
  const cloudfront: Noted = new Function(CLOUDFRONT.replace('export default', 'return'))();
  const handler = load(entry, constants, cloudfront);
  const results: Handled[] = [];
  for (const viewer of viewers) {
    cloudfront.begin(world);
    const { statusCode, method, uri, headers } = await handler(eventOf(viewer));
    const kept = Object.entries(headers).map(([name, { value }]) => [name, value]);
    results.push(
      JSON.parse(
        JSON.stringify({ statusCode, method, uri, headers: Object.fromEntries(kept), ...cloudfront.noted() }),
      ),
    );
  }
  return results;
}

function load(entry: string, constants: Readonly<Record<string, unknown>>, cloudfront: Noted): Handler {
  let loaded: { handler?: Handler } = {};
  Object.assign(globalThis, constants);
  jest.isolateModules(() => {
    jest.doMock('cloudfront', () => ({ __esModule: true, default: cloudfront }), { virtual: true });
    loaded = require(join(SOURCES, entry));
  });
  if (loaded.handler === undefined) {
    throw new Error(`${entry} has no handler`);
  }
  return loaded.handler;
}

function eventOf({ method = 'GET', uri = '/', headers, cookies, response }: Viewer): object {
  return {
    request: { method, uri, querystring: {}, headers: values(headers), cookies: values(cookies) },
    ...(response && {
      response: { statusCode: response.statusCode, headers: values(response.headers), cookies: {} },
    }),
  };
}

function values(given: Readonly<Record<string, string | readonly string[]>> = {}): Values {
  return Object.fromEntries(
    Object.entries(given).map(([name, text]) => {
      const lines = [text].flat().map((value) => ({ value }));
      const { value = '' } = lines[0] ?? {};
      return [name, lines.length > 1 ? { value, multiValue: lines } : { value }];
    }),
  );
}
