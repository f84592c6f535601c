module.exports = {
  testEnvironment: 'node',
  maxWorkers: '100%',
  roots: ['<rootDir>/__tests__', '<rootDir>/packages/local-aws/__tests__'],
  testMatch: ['**/*.test.ts'],
  // Needs a server of its own: part of the end-to-end test.
  testPathIgnorePatterns: process.env.MERIDIAN_FULL === '1' ? [] : ['/against-moto\\.test\\.ts$'],
  resolver: '<rootDir>/__tests__/support/resolve-edge-modules.js',
  setupFiles: ['<rootDir>/__tests__/support/without-token-traces.ts'],
  transform: {
    '^.+\\.m?ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
  moduleFileExtensions: ['ts', 'mts', 'js', 'json', 'node'],
};
