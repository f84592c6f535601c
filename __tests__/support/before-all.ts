import { njsVersion } from 'local-aws/edge/functions/njs';
import { HOW_TO_GET_NJS } from './after-all';

const ownTemporaryFolder: () => void = require('./own-temporary-folder');

/** Runs once before all tests; where nothing may be left to a stand-in, a tool that is missing ends it here. */
export default function beforeAllTests(): void {
  if (process.env.MERIDIAN_REQUIRE_TOOLS === '1' && njsVersion() === undefined) {
    throw new Error(`njs is missing, and MERIDIAN_REQUIRE_TOOLS=1 asks for it. ${HOW_TO_GET_NJS}`);
  }
  ownTemporaryFolder();
}
