import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { logsDirectory } from 'local-aws/directory';
import { command, UsageError, usage } from '../cli/command';
import { LOCAL_DIRECTORY } from '../local/directory';
import { drills } from '.';
import { LocalWorld } from './local-world';
import { runDrill } from './run-drill';

const names = Object.keys(drills);
const width = Math.max(...names.map((name) => name.length));
const LIST = Object.entries(drills).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`);

const HELP = `
Usage: npm run drill -- <name…> [options]

Runs failure drills on the local AWS that "npm start" opened, in simulated time: a time line, what was measured, and a
verdict each. Exits with 1 when a bound is missed.

${LIST.join('\n')}

Options:
  --region <name>      that region only
  --host <name>        name that viewers of the site ask for (default: www.meridian.example)
  --media-host <name>  name that viewers of objects ask for (default: media.meridian.example)
  --list               names of the drills
  --help
`;

command(HELP, async ({ args, signal }) => {
  const { values, positionals } = usage(() =>
    parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        region: { type: 'string' },
        host: { type: 'string', default: 'www.meridian.example' },
        'media-host': { type: 'string', default: 'media.meridian.example' },
        list: { type: 'boolean', default: false },
      },
    }),
  );
  if (values.list) {
    for (const line of LIST) console.log(line.trim());
    return;
  }
  if (positionals.length === 0) throw new UsageError('Which drill? Name at least one.');
  const chosen = positionals.map((name) => {
    const drill = Object.hasOwn(drills, name) ? drills[name] : undefined;
    if (drill === undefined) throw new UsageError(`There is no drill ${name}.`);
    return { name, drill };
  });

  const world = LocalWorld.open({ host: values.host, mediaHost: values['media-host'] });
  const regions = await world.regions();
  if (regions.length === 0) throw new Error('No region is deployed: run "npm start"');
  if (values.region !== undefined && !regions.includes(values.region)) {
    throw new UsageError(`--region: expected one of ${regions.join(', ')}, got ${values.region}`);
  }
  const failed: string[] = [];
  for (const { name, drill } of chosen) {
    if (signal.aborted) return;
    const log = join(logsDirectory(LOCAL_DIRECTORY), 'router.log');
    const print = (line: string) => console.log(line);
    const problems = await runDrill(name, drill, { world, region: values.region, log, signal, print });
    if (problems.length > 0) failed.push([`${name} failed:`, ...problems].join('\n  '));
  }
  if (failed.length > 0) throw new Error(failed.join('\n'));
});
