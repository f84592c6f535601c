import { App } from 'cdktf';
import { validated } from '../../config';
import { createPlatform } from '../../stacks/platform';
import { documentWithRegions } from './document';

// As main.ts does.
process.setSourceMapsEnabled(false);

/** Synthesizes one deployment: `app.ts <regions> <output directory>`; prints the peak memory of this process in MB. */
const [regions, outdir] = process.argv.slice(2);
const app = new App({ outdir });
createPlatform(app, validated(documentWithRegions(Number(regions))));
app.synth();
console.log(Math.round(process.resourceUsage().maxRSS / 1024));
