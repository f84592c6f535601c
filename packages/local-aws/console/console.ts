import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import type { Endpoint } from '../edge/types';
import { answerJson, ownJsonBody } from '../world/json-api';
import { ask, asking } from './ask';
import { type ConsoleWords, WORDS } from './words';

const PAGE = join(__dirname, 'page');

const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    "img-src 'self' data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

interface Page {
  readonly contentType: string;
  readonly read: (words: ConsoleWords) => string;
}

const INDEX: Page = { contentType: 'text/html; charset=utf-8', read: () => source('index.html') };

const PAGES: Readonly<Record<string, Page>> = {
  '/_local': INDEX,
  '/_local/': INDEX,
  '/_local/console.css': { contentType: 'text/css; charset=utf-8', read: () => source('console.css') },
  '/_local/console.js': { contentType: 'text/javascript; charset=utf-8', read: script },
};

/**
 * The console, for the edge's own paths: true where it answered.
 *
 *     GET  /_local                           the page
 *     POST /_local/ask                       {"host": "…", "path": "/", "country": "JP"}: what a viewer gets who asks that
 */
export function consolePages(words: Partial<ConsoleWords> = {}) {
  const read = new Map<Page, string>();
  return async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    const path = (request.url ?? '').replace(/\?.*$/s, '');
    if (path === '/_local/ask') {
      const gone = new AbortController();
      response.on('close', () => gone.abort());
      await answerJson(response, async () =>
        ask(ownEndpoint(request), asking(await ownJsonBody(request)), gone.signal),
      );
      return true;
    }
    const page = Object.hasOwn(PAGES, path) ? PAGES[path] : undefined;
    if (page === undefined || (request.method !== 'GET' && request.method !== 'HEAD')) return false;
    const text = read.get(page) ?? page.read({ ...WORDS, ...words });
    read.set(page, text);
    response.writeHead(200, { ...HEADERS, 'content-type': page.contentType }).end(text);
    return true;
  };
}

/** Where this request came in. */
function ownEndpoint({ socket }: IncomingMessage): Endpoint {
  return { host: socket.localAddress ?? '127.0.0.1', port: socket.localPort ?? 0 };
}

const source = (file: string) => readFileSync(join(PAGE, file), 'utf8');

function script(words: ConsoleWords): string {
  const { outputFiles } = buildSync({
    entryPoints: [join(PAGE, 'main.ts')],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    tsconfigRaw: {},
    define: { CONSOLE_WORDS: JSON.stringify(words) },
    logLevel: 'silent',
  });
  return outputFiles[0]?.text ?? '';
}
