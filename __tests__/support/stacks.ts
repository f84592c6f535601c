import type { SynthesizedStack } from '../../terraform/synthesized';

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
