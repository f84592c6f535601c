module.exports = {
  testEnvironment: 'node',
  maxWorkers: '100%',
  roots: ['<rootDir>/__tests__', '<rootDir>/packages/local-aws/__tests__'],
  testMatch: ['**/*.test.ts'],
  // Parts of the end-to-end test: they need Python, or Terraform.
  testPathIgnorePatterns: process.env.MERIDIAN_FULL
    ? []
    : ['/against-(moto|terraform)\\.test\\.ts$', '/moto-from-index\\.test\\.ts$'],
  // Ends what hangs: a slow machine must not decide a test.
  testTimeout: 120_000,
  moduleNameMapper: { '^esbuild$': '<rootDir>/__tests__/support/esbuild-once.js' },
  resolver: '<rootDir>/__tests__/support/resolve-edge-modules.js',
  globalSetup: '<rootDir>/__tests__/support/before-all.ts',
  globalTeardown: '<rootDir>/__tests__/support/after-all.ts',
  setupFiles: ['without-token-traces', 'without-sdk-warning'].map(
    (name) => `<rootDir>/__tests__/support/${name}.ts`,
  ),
  transform: {
    '^.+\\.m?ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
  moduleFileExtensions: ['ts', 'mts', 'js', 'json', 'node'],
};
