const { createHash } = require('node:crypto');
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join, resolve, sep } = require('node:path');
const { deserialize, serialize } = require('node:v8');
const esbuild = require('esbuild/lib/main.js');

const SOURCES = join(__dirname, '..', '..', 'lambda-src') + sep;
const bundles = join(tmpdir(), 'bundles');

/**
 * The code that runs in AWS does not change while the tests run, and each suite loads its modules anew: what one suite
 * has bundled, the others take from the run's own temporary folder.
 */
function buildSync(options) {
  const { absWorkingDir = '', entryPoints } = options;
  if (!entryPoints.every((entry) => resolve(absWorkingDir, entry).startsWith(SOURCES))) {
    return esbuild.buildSync(options);
  }
  const file = join(bundles, createHash('sha256').update(serialize(options)).digest('hex'));
  try {
    return withText(deserialize(readFileSync(file)));
  } catch {
    // Nobody has bundled it yet.
  }
  const { outputFiles, metafile } = esbuild.buildSync(options);
  const built = { outputFiles: outputFiles.map(({ path, contents }) => ({ path, contents })), metafile };
  mkdirSync(bundles, { recursive: true });
  writeFileSync(`${file}-${process.pid}`, serialize(built));
  renameSync(`${file}-${process.pid}`, file);
  return withText(built);
}

function withText({ outputFiles, metafile }) {
  return {
    outputFiles: outputFiles.map((file) => ({ ...file, text: Buffer.from(file.contents).toString() })),
    metafile,
  };
}

module.exports = { ...esbuild, buildSync };
