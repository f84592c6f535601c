import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Cost {
  readonly nanoseconds: number;
  /** What njs took from the system per call; it frees nothing before it ends. Zero where /proc is missing. */
  readonly heapBytes: number;
}

const CLOUDFRONT = `
var missing = Promise.reject(new Error('KeyNotFound'));
missing.catch(function () {});
var store = { get: function () { return missing; } };
export default {
  updateRequestOrigin: function () {}, selectRequestOriginById: function () {}, createRequestOriginGroup: function () {},
  kvs: function () { return store; },
};
`;

/** Requests from a country of every target, and from none; the loop alone is measured too, and taken off. */
const driver = (calls: number, isAsync: boolean) => `
import __files from 'fs';
var __events = ['US', 'DE', 'JP', 'BR', 'CN', 'ZA', 'SG', 'XX'].map(function (country) {
  return { request: { method: 'GET', uri: '/a', querystring: {}, cookies: {}, headers: {
    host: { value: 'www.example.com' }, 'user-agent': { value: 'Mozilla/5.0' }, accept: { value: '*/*' },
    'cloudfront-viewer-country': { value: country } } } };
});
function __memory() {
  try { return Number(__files.readFileSync('/proc/self/statm', 'utf8').split(' ')[1]) * 4096; } catch (e) { return 0; }
}
function __nothing(event) { return event; }
async function __nothingLater(event) { return event; }
async function __run() {
  var started, i;
  for (i = 0; i < 1000; i++) { ${isAsync ? 'await handler(__events[i & 7]);' : 'handler(__events[i & 7]);'} }
  started = Date.now();
  for (i = 0; i < ${calls}; i++) { ${isAsync ? 'await __nothingLater(__events[i & 7]);' : '__nothing(__events[i & 7]);'} }
  var loop = Date.now() - started;
  var memory = __memory();
  started = Date.now();
  for (i = 0; i < ${calls}; i++) { ${isAsync ? 'await handler(__events[i & 7]);' : 'handler(__events[i & 7]);'} }
  var time = Date.now() - started;
  console.log(JSON.stringify({ nanoseconds: (time - loop) / ${calls} * 1e6, heapBytes: (__memory() - memory) / ${calls} }));
}
__run();
`;

/** What one call of a function costs in njs, over many calls in one process. */
export function costInNjs(script: string, calls: number, isAsync = false): Cost {
  const folder = mkdtempSync(join(tmpdir(), 'meridian-bench-'));
  try {
    writeFileSync(join(folder, 'cloudfront'), CLOUDFRONT);
    const file = join(folder, 'function.js');
    writeFileSync(file, `${script}\n${driver(calls, isAsync)}`);
    const { status, stdout, error } = spawnSync('njs', ['-p', folder, file], { encoding: 'utf8' });
    if (error !== undefined) {
      throw new Error('njs is not installed: Debian and Ubuntu have it as package "njs".');
    }
    if (status !== 0) throw new Error(stdout);
    return JSON.parse(stdout);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
