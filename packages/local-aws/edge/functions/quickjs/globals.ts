import { createHash, createHmac } from 'node:crypto';
import querystring from 'node:querystring';

const bytesOf = (hex: string) => Buffer.from(hex, 'hex');
const encodingOf = (name: string) => name as BufferEncoding;

/**
 * What Node does for the globals below; text in, text out.
 *
 * Bytes cross as hexadecimal and texts as JSON, because QuickJS ends a text at a zero.
 */
export const NATIVE: Readonly<Record<string, (...texts: string[]) => string>> = {
  bytes: (text, encoding) => Buffer.from(JSON.parse(text), encodingOf(encoding)).toString('hex'),
  text: (hex, encoding) => JSON.stringify(bytesOf(hex).toString(encodingOf(encoding))),
  hash: (algorithm, data) => createHash(algorithm).update(bytesOf(data)).digest('hex'),
  hmac: (algorithm, data, key) => createHmac(algorithm, bytesOf(key)).update(bytesOf(data)).digest('hex'),
  query: (method, text) =>
    JSON.stringify(querystring[method as 'parse' | 'stringify' | 'escape' | 'unescape'](JSON.parse(text))),
};

/** Modules of the runtime; `cloudfront` is the caller's. */
export const BUILT_IN = ['buffer', 'crypto', 'querystring'];

/**
 * Gives QuickJS the runtime's globals and takes away what the runtime lacks: a function of `native`, the names that
 * stay, and how a line is logged. Syntax that the runtime lacks cannot be taken away.
 */
export const PREPARE = `
(function (native, surface, log) {
  function hexOf(bytes) {
    return Array.prototype.map.call(bytes, (byte) => (byte < 16 ? '0' : '') + byte.toString(16)).join('');
  }
  function fromHex(hex) {
    const bytes = new Buffer(hex.length / 2);
    for (let at = 0; at < bytes.length; at++) bytes[at] = parseInt(hex.substr(2 * at, 2), 16);
    return bytes;
  }
  const decoded = (text, encoding) => fromHex(native('bytes', JSON.stringify(String(text)), encoding || 'utf8'));
  const encoded = (bytes, encoding) => JSON.parse(native('text', hexOf(bytes), encoding || 'utf8'));

  // With the methods that functions use, not all that njs has.
  class Buffer extends Uint8Array {
    static from(value, encoding) {
      if (typeof value === 'string') return decoded(value, encoding);
      const bytes = value instanceof ArrayBuffer ? new Uint8Array(value) : value;
      const buffer = new Buffer(bytes.length);
      buffer.set(bytes);
      return buffer;
    }
    static alloc(size, fill) { return new Buffer(size).fill(fill || 0); }
    static concat(list) { return Buffer.from(list.reduce((all, next) => all.concat(Array.prototype.slice.call(next)), [])); }
    static byteLength(value, encoding) { return Buffer.from(value, encoding).length; }
    static isBuffer(value) { return value instanceof Buffer; }
    equals(other) { return hexOf(this) === hexOf(other); }
    slice(start, end) { return Buffer.from(Uint8Array.prototype.slice.call(this, start, end)); }
    toString(encoding) { return encoded(this, encoding); }
    toJSON() { return { type: 'Buffer', data: Array.prototype.slice.call(this) }; }
  }
  class Digest {
    #finish; #data = '';
    constructor(finish) { this.#finish = finish; }
    update(data, encoding) { this.#data += hexOf(Buffer.from(data, encoding)); return this; }
    digest(encoding) {
      const bytes = fromHex(this.#finish(this.#data));
      return encoding === undefined ? bytes : encoded(bytes, encoding);
    }
  }
  const query = (method) => (value) => JSON.parse(native('query', method, JSON.stringify(value)));
  const modules = {
    buffer: { Buffer },
    crypto: {
      createHash: (algorithm) => new Digest((data) => native('hash', algorithm, data)),
      createHmac: (algorithm, key) => new Digest((data) => native('hmac', algorithm, data, hexOf(Buffer.from(key)))),
    },
    querystring: { parse: query('parse'), stringify: query('stringify'), escape: query('escape'), unescape: query('unescape') },
  };
  Object.assign(globalThis, {
    Buffer,
    TextEncoder: class { encode(text) { return new Uint8Array(decoded(text)); } },
    TextDecoder: class { decode(bytes) { return encoded(new Uint8Array(bytes.buffer || bytes)); } },
    atob: (text) => encoded(decoded(text, 'base64'), 'latin1'),
    btoa: (text) => encoded(decoded(text, 'latin1'), 'base64'),
    console: { log: (...values) => log(values.map((value) => typeof value === 'object' ? JSON.stringify(value) : String(value)).join(' ')) },
    require(name) {
      if (!Object.prototype.hasOwnProperty.call(modules, name)) throw new Error('Cannot find module "' + name + '"');
      return modules[name];
    },
  });

  const roots = { TypedArray: Object.getPrototypeOf(Uint8Array), globalThis };
  for (const [path, names] of Object.entries(JSON.parse(surface))) {
    const object = path.split('.').reduce((at, name) => roots[name] || at[name], globalThis);
    const kept = names.split(' ');
    for (const name of Object.getOwnPropertyNames(object)) if (!kept.includes(name)) delete object[name];
  }
})`;
