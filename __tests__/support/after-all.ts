import { njsVersion } from 'local-aws/edge/functions/njs';
import { RECORDED_NJS } from 'local-aws/edge/functions/quickjs/surface';

export const HOW_TO_GET_NJS =
  'To get njs: "apt-get install njs" (Debian, Ubuntu), or https://nginx.org/en/docs/njs/install.html';

/** Says what edge functions were tested in, and what that leaves open. */
export function namedEdgeEngine(version: string | undefined): string {
  const record = `what only njs can judge was taken from its record in docs/reference/edge-runtime.md`;
  if (version === undefined) {
    return `Edge functions ran in QuickJS, because njs is not on the PATH: ${record}. ${HOW_TO_GET_NJS}`;
  }
  const other = `; ${record}, which was made with ${RECORDED_NJS}`;
  return `Edge functions ran in njs ${version}${version === RECORDED_NJS ? '' : other}.`;
}

/** Runs once after all tests. */
export default function afterAllTests(): void {
  process.stderr.write(`${namedEdgeEngine(njsVersion())}\n`);
}
