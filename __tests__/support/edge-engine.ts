import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { njsVersion } from 'local-aws/edge/functions/njs';
import { QuickJsScript } from 'local-aws/edge/functions/quickjs/script';

/** What a viewer sends, as far as edge functions look at it. */
export interface Viewer {
  readonly method?: string;
  readonly uri?: string;
  /** By lower-case name. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: Readonly<Record<string, string>>;
  /** Answer on its way to the viewer: the function is one for viewer responses. */
  readonly response?: {
    readonly statusCode: number;
    /** A list is a header that came on several lines. */
    readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  };
}

export const STORE_FAILURES = [
  'the store is not there',
  'asking for the store throws',
  'reading throws',
  'reading rejects',
  'reading rejects without an error',
  'reading gives nothing',
  'reading gives a number',
] as const;

/** Stands in for CloudFront around the function. */
export interface EdgeWorld {
  /** Key value store; a value of null makes the read of that key fail with something other than a missing key. */
  readonly store?: Readonly<Record<string, string | null>>;
  /** How every read fails. */
  readonly storeFailure?: (typeof STORE_FAILURES)[number];
  /** True where choosing an origin throws, as an unknown origin id does. */
  readonly originFails?: boolean;
}

/** What the function did with one viewer's request. */
export interface Handled {
  /** Of the answer that the function gave or changed; none where the request goes on. */
  readonly statusCode?: number;
  readonly method?: string;
  readonly uri?: string;
  /** Of the request or the answer. */
  readonly headers: Readonly<Record<string, string>>;
  /** Origin ids in the order in which they are tried; none where the behaviour's own origin serves. */
  readonly origins: readonly string[];
  readonly failoverStatusCodes: readonly number[];
  /** Keys read from the store, in order. */
  readonly reads: readonly string[];
}

/** Module `cloudfront` that notes what the function asks of it. */
export const CLOUDFRONT = `
var noted = { origins: [], failoverStatusCodes: [], reads: [] }, world = {};
function choose(ids, codes) {
  if (world.originFails) { throw new Error('origin is not in the distribution'); }
  noted.origins = ids; noted.failoverStatusCodes = codes;
}
export default {
  begin: function (next) { world = next; noted = { origins: [], failoverStatusCodes: [], reads: [] }; },
  noted: function () { return noted; },
  selectRequestOriginById: function (id) { choose([id], []); },
  createRequestOriginGroup: function (group) {
    choose(group.originIds.map(function (member) { return member.originId; }), group.failoverCriteria.statusCodes);
  },
  kvs: function () {
    var failure = world.storeFailure;
    if (failure === 'the store is not there') { return undefined; }
    if (failure === 'asking for the store throws') { throw new Error('no store'); }
    return { get: function (key) {
      noted.reads.push(key);
      if (failure === 'reading throws') { throw new Error('InternalError'); }
      if (failure === 'reading rejects') { return Promise.reject(new Error('InternalError')); }
      if (failure === 'reading rejects without an error') { return Promise.reject(); }
      if (failure === 'reading gives nothing') { return Promise.resolve(undefined); }
      if (failure === 'reading gives a number') { return Promise.resolve(7); }
      var value = (world.store || {})[key];
      if (value === undefined) { return Promise.reject(new Error('KeyNotFound')); }
      return value === null ? Promise.reject(new Error('InternalError')) : Promise.resolve(value);
    } };
  },
};
`;

const DRIVER = (viewers: string, world: string) => `
import __cloudfront from 'cloudfront';
var __results = [];
function __values(given) {
  var values = {};
  Object.keys(given || {}).forEach(function (name) {
    var lines = [].concat(given[name]).map(function (line) { return { value: line }; });
    values[name] = lines.length > 1 ? { value: lines[0].value, multiValue: lines } : lines[0];
  });
  return values;
}
function __handleNext(viewers, at) {
  if (at === viewers.length) { __done(JSON.stringify(__results)); return; }
  var viewer = viewers[at];
  var event = { version: '1.0', context: {}, viewer: { ip: '192.0.2.1' }, request: { method: viewer.method || 'GET',
    uri: viewer.uri || '/', querystring: {}, headers: __values(viewer.headers), cookies: __values(viewer.cookies) } };
  if (viewer.response) {
    event.response = { statusCode: viewer.response.statusCode, headers: __values(viewer.response.headers), cookies: {} };
  }
  __cloudfront.begin(${world});
  Promise.resolve(handler(event)).then(
    function (result) {
      var kept = {}, noted = __cloudfront.noted();
      Object.keys(result.headers).forEach(function (name) { kept[name] = result.headers[name].value; });
      __results.push({ statusCode: result.statusCode, method: result.method, uri: result.uri, headers: kept, origins: noted.origins,
        failoverStatusCodes: noted.failoverStatusCodes, reads: noted.reads });
      __handleNext(viewers, at + 1);
    },
    function (error) { console.log('handler threw ' + error); });
}
__handleNext(${viewers}, 0);
`;

/** What edge functions are tested in. */
const EDGE_ENGINE = njsVersion() === undefined ? 'QuickJS' : 'njs';

/**
 * Runs a built CloudFront Function once per viewer: in njs, the engine that CloudFront's runtime is made from, or in
 * QuickJS where njs is missing.
 *
 * The script is executed as it is deployed; only the module `cloudfront` is a stand-in.
 */
export async function handleInEngine(
  script: string,
  viewers: readonly Viewer[],
  world: EdgeWorld = {},
): Promise<Handled[]> {
  const code = `${script}\n${DRIVER(JSON.stringify(viewers), JSON.stringify(world))}`;
  const { output, results } = await (EDGE_ENGINE === 'njs' ? inNjs(code) : inQuickJs(code));
  if (output !== '') throw new Error(output);
  return JSON.parse(results);
}

interface Ran {
  /** What the script printed: it should print nothing. */
  readonly output: string;
  readonly results: string;
}

/** njs's console cuts long lines, so the results go to a file. */
function inNjs(code: string): Ran {
  const folder = mkdtempSync(join(tmpdir(), 'njs-'));
  try {
    const results = join(folder, 'results.json');
    const done = `import __files from 'fs'; function __done(text) { __files.writeFileSync('${results}', text); }`;
    writeFileSync(join(folder, 'cloudfront'), CLOUDFRONT);
    writeFileSync(join(folder, 'function.js'), `${code}\n${done}`);
    const output = printedByNjs(folder);
    return { output, results: output === '' ? readFileSync(results, 'utf8') : '' };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function printedByNjs(folder: string): string {
  try {
    return execFileSync('njs', ['-p', folder, join(folder, 'function.js')], { encoding: 'utf8' });
  } catch (error) {
    const { stdout, message } = error as Error & { stdout?: string };
    throw new Error(stdout || message);
  }
}

async function inQuickJs(code: string): Promise<Ran> {
  const output: string[] = [];
  let results = '';
  const script = await QuickJsScript.load({
    code,
    modules: { cloudfront: CLOUDFRONT },
    host: {
      __done: (text = '') => {
        results = text;
      },
    },
    onLog: (line) => output.push(line),
    // All viewers are one run, and a slow machine is no endless loop.
    timeLimitMilliseconds: Number.POSITIVE_INFINITY,
  });
  script.dispose();
  return { output: output.join('\n'), results };
}
