const { default: requireEdgeEngine } = require('./edge-engine-required');
const ownTemporaryFolder = require('./own-temporary-folder');

/** Runs once before all tests. */
module.exports = function beforeAllSuites() {
  requireEdgeEngine();
  ownTemporaryFolder();
};
