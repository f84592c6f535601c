import type { FunctionEngine, ReadKeyValue } from './engine';
import { isNjsInstalled, NjsEngine } from './njs';
import { NodeEngine } from './node';

/** njs where it is installed, else Node with a warning. */
export function functionEngine(readKeyValue: ReadKeyValue, warn: (warning: string) => void): FunctionEngine {
  if (isNjsInstalled()) return new NjsEngine(readKeyValue);
  warn(
    'njs is not installed (package "njs" of Debian and Ubuntu): edge functions run in Node, which accepts more than CloudFront does',
  );
  return new NodeEngine(readKeyValue);
}
