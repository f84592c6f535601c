const { mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

/** What tests leave in the temporary folder goes with the run: cdktf alone makes a folder for every app. */
module.exports = function ownTemporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'meridian-jest-'));
  process.env.TMPDIR = folder;
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
};
