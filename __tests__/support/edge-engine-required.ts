import { njsVersion } from 'local-aws/edge/functions/njs';
import { HOW_TO_GET_NJS } from './edge-engine-named';

/** Runs once before all tests: where everything has to be tested with its own tool, a stand-in is not enough. */
export default function requireEdgeEngine(): void {
  if (process.env.MERIDIAN_REQUIRE_TOOLS === '1' && njsVersion() === undefined) {
    throw new Error(`njs is missing, and MERIDIAN_REQUIRE_TOOLS=1 asks for it. ${HOW_TO_GET_NJS}`);
  }
}
