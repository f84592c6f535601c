import { bundleEdgeFunction } from '../../../build/edge-bundle';
import { FULL_PATH } from '../../../modules/backfill/full-path';
import { handleInEngine } from '../../support/edge-engine';

const script = bundleEdgeFunction({ entry: 'full-origin-path.mts', constants: { FULL_PATH } });

it.each([
  ['/.full/images/a.png', '/images/a.png'],
  ['/.full/', '/'],
  ['/.full/.full/a', '/.full/a'],
  ['/images/.full/a.png', '/images/.full/a.png'],
  ['/.fuller/a.png', '/.fuller/a.png'],
  ['/', '/'],
])('asks the full origin for %s as %s', async (uri, asked) => {
  const [handled] = await handleInEngine(script, [{ uri }]);

  expect(handled?.uri).toBe(asked);
});
