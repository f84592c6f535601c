import type { Changes } from '../../terraform/json-output';
import type { SynthesizedStack } from '../../terraform/synthesized';

/** What a plan comes to that finds nothing to change. */
export const NOTHING: Changes = {
  add: 0,
  change: 0,
  remove: 0,
  imported: 0,
  moved: 0,
  forgotten: 0,
  outputs: 0,
};

/** A stack of `demo` as it is synthesized, by its id without the deployment; nothing is in its folder. */
export const fakeStack = (name: string, more: Partial<SynthesizedStack> = {}): SynthesizedStack => ({
  id: `demo-${name}`,
  directory: `/out/demo-${name}`,
  deployment: 'demo',
  kind: name.replace(/-.*/, ''),
  deletionProtection: false,
  awsRegion: 'us-east-1',
  awsRegions: ['us-east-1'],
  upstreams: [],
  backend: { bucket: 'states', key: `demo-${name}.tfstate`, region: 'us-east-1' },
  resourceCount: 5,
  ...more,
});
