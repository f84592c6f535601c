import { ways } from './ways';

/** Runs one way in this process: `run.js <way> <folder> <folder for reports>`; prints the figures as JSON. */
const [way = '', folder = '', out = ''] = process.argv.slice(2);
const parsing = ways[way]?.(folder, out);
const { user, system } = process.cpuUsage();
console.log(
  JSON.stringify({
    seconds: performance.now() / 1000,
    cpuSeconds: (user + system) / 1e6,
    parsingSeconds: (parsing ?? Number.NaN) / 1000,
    megabytes: process.resourceUsage().maxRSS / 1024,
  }),
);
