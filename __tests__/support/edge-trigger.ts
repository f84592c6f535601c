import { join } from 'node:path';
import type { CloudFrontRequest } from 'aws-lambda';
import { transformSync } from 'esbuild';
import { bundle, lambdaSource } from '../../build/bundle';
import type { EdgeTriggerConstants, handler as Handler } from '../../lambda-src/backfill/signal/edge-trigger';

const ENTRY = join(lambdaSource, 'backfill/signal/edge-trigger.ts');

/**
 * A container of the edge trigger's: nothing of it is shared with the next.
 *
 * `built` is what is deployed, the bundle with its constants; `source` is what was written, for the coverage report.
 */
export function edgeTrigger(
  constants: EdgeTriggerConstants,
  form: 'built' | 'source' = 'built',
): typeof Handler {
  if (form === 'source') {
    Object.assign(globalThis, constants);
    let loaded: { handler?: typeof Handler } = {};
    jest.isolateModules(() => {
      loaded = require(ENTRY);
    });
    return found(loaded.handler);
  }
  const code = bundle({ entryPath: ENTRY, constants: { ...constants }, format: 'module' });
  // jest runs no modules; the code in them is the same.
  const commonJs = transformSync(code.toString(), { format: 'cjs', target: 'node20' }).code;
  const module: { exports: { handler?: typeof Handler } } = { exports: {} };
  new Function('module', 'exports', 'require', commonJs)(module, module.exports, require);
  return found(module.exports.handler);
}

function found(handler: typeof Handler | undefined): typeof Handler {
  if (handler === undefined) throw new Error(`${ENTRY}: expected a handler, got none`);
  return handler;
}

/** A viewer's request on its way to the full origin, after the bucket of Europe had no such object. */
export const requestAtFullOrigin = (uri: string, method = 'GET', querystring = ''): CloudFrontRequest => ({
  clientIp: '192.0.2.1',
  method,
  uri,
  querystring,
  headers: { 'x-meridian-bucket': [{ key: 'x-meridian-bucket', value: 'bucket-europe' }] },
  origin: {
    custom: {
      customHeaders: { 'x-meridian-origin': [{ key: 'x-meridian-origin', value: 'full' }] },
      domainName: 'asia.origin.example.com',
      keepaliveTimeout: 5,
      path: '',
      port: 443,
      protocol: 'https',
      readTimeout: 30,
      sslProtocols: ['TLSv1.2'],
    },
  },
});
