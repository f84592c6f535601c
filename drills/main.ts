import { parseArgs } from 'node:util';
import { command, UsageError } from '../cli/command';
import { broken, regionLoss } from './region-loss';
import { LocalWorld } from './world';

/** How much faster the world's clock runs: health checks on a busy machine bear about 50. */
const SPEED = 20;

/** Countries that some region of a document may serve: one of each continent, asked in turn for one of the region's viewers. */
const COUNTRIES = ['JP', 'DE', 'US', 'BR', 'ZA', 'AU', 'IN', 'AE', 'CA', 'GB'];

const HELP = `
Usage: npm run drill -- <name> [options]

Runs a failure drill on the local AWS that "npm start" opened, in simulated time, and exits with 1 when its bound is missed.

  region-loss   kills each region in turn: GET loses no request, every method has moved within 90 s, and viewers return

Options:
  --region <name>   that region only
  --host <name>     name that viewers ask for (default: www.meridian.example)
  --list            names of the drills
  --help
`;

command(HELP, async ({ args }) => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      region: { type: 'string' },
      host: { type: 'string', default: 'www.meridian.example' },
      list: { type: 'boolean', default: false },
    },
  });
  if (values.list) {
    console.log('region-loss');
    return;
  }
  if (positionals.length !== 1 || positionals[0] !== 'region-loss') {
    throw new UsageError(`Which drill? Expected region-loss, got ${positionals.join(' ') || 'none'}`);
  }
  const world = await LocalWorld.open(values.host, SPEED);
  try {
    const regions = await world.regions();
    if (regions.length === 0) throw new Error('No region is deployed: run "npm start"');
    if (values.region !== undefined && !regions.includes(values.region)) {
      throw new UsageError(`--region: expected one of ${regions.join(', ')}, got ${values.region}`);
    }
    const problems: string[] = [];
    for (const region of values.region === undefined ? regions : [values.region]) {
      problems.push(...(await drill(world, region)));
    }
    if (problems.length > 0) throw new Error(`The drill failed:\n  ${problems.join('\n  ')}`);
    console.log('The drill holds.');
  } finally {
    await world.close();
  }
});

async function drill(world: LocalWorld, region: string): Promise<string[]> {
  const country = await countryServedBy(world, region);
  if (country === undefined) return [`${region}: no viewer is served by it`];
  const loss = await regionLoss(world, region, country);
  const seconds = (value: number | undefined) => (value === undefined ? 'never' : `${value.toFixed(0)} s`);
  console.log(`${region}, as a viewer in ${country}`);
  for (const line of loss.timeline) console.log(`  ${line}`);
  console.log(
    `  detected ${seconds(loss.detectedSeconds)}, moved ${seconds(loss.movedSeconds)}, returned ${seconds(loss.returnedSeconds)};`,
    `failed: GET ${loss.failed.GET} of ${loss.asked.GET}, POST ${loss.failed.POST} of ${loss.asked.POST}`,
  );
  return broken(loss).map((problem) => `${region}: ${problem}`);
}

async function countryServedBy(world: LocalWorld, region: string): Promise<string | undefined> {
  for (const country of COUNTRIES) {
    if ((await world.ask('GET', country)).region === region) return country;
  }
  return undefined;
}
