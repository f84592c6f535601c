import type { FunctionEngine, ReadKeyValue } from './engine';
import { NjsEngine, njsVersion } from './njs';
import { QuickJsEngine } from './quickjs';

/** njs where it is installed, else QuickJS with a warning. */
export function functionEngine(
  readKeyValue: ReadKeyValue,
  warn: (warning: string) => void,
  njs = 'njs',
): FunctionEngine {
  if (njsVersion(njs) !== undefined) return new NjsEngine(readKeyValue, njs);
  warn(
    'njs is not installed (package "njs" of Debian and Ubuntu): edge functions run in QuickJS, which takes newer syntax than CloudFront does',
  );
  return new QuickJsEngine(readKeyValue);
}
