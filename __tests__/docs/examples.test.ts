import { readdirSync, readFileSync } from 'node:fs';
import { production } from '../../config/deployments/production';
import { EDGE_REGION } from '../../modules/edge/edge-region';

/** AWS regions that commands of the pages may name: whoever copies one in an emergency must not look elsewhere. */
const KNOWN = new Set([
  EDGE_REGION,
  'us-west-2', // Global Accelerator's API.
  production.state.awsRegion,
  ...production.regions.map(({ awsRegion }) => awsRegion),
]);

it('commands in docs/operate name AWS regions that the document of the examples has', () => {
  const named = readdirSync('docs/operate')
    .filter((file) => file.endsWith('.md'))
    .flatMap((file) =>
      [...readFileSync(`docs/operate/${file}`, 'utf8').matchAll(/--region ([a-z]+-[a-z]+-\d)/g)].map(
        ([, region = '']) => ({ file, region }),
      ),
    );

  expect(named.length).toBeGreaterThan(5);
  expect(named.filter(({ region }) => !KNOWN.has(region))).toEqual([]);
});
