/** Edge functions import each other as `.mjs`, and others as `.js`, as Node would; under jest their sources stand there. */
module.exports = (request, options) =>
  options.defaultResolver(
    options.basedir.endsWith('lambda-src/edge')
      ? request.replace(/\.mjs$/, '.mts').replace(/\.js$/, '')
      : request,
    options,
  );
