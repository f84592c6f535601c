import { type AwsCall, query } from 'local-aws/world/aws-api';
import { PROBE } from './aws-calls';
import { drainOf } from './drain';
import type { Drill, DrillContext } from './drill';
import type { Figure } from './figure';
import { filled } from './fills';
import { askFor, nearBuckets, newKey } from './near-bucket';
import { lossOf } from './region-loss';
import type { DrillWorld } from './world';

/** APIs of global services are in us-east-1, or in us-west-2; so is, in this deployment, the bucket of Terraform's states. */
const FAULTS: readonly Parameters<DrillWorld['refuse']>[0][] = [
  { name: 'control planes of us-east-1', awsRegions: ['us-east-1'], plane: 'control' },
  {
    name: 'global control planes of us-west-2',
    services: ['globalaccelerator', 'route53-recovery-control-config'],
    awsRegions: ['us-west-2'],
    plane: 'control',
  },
  { name: 'S3 in us-east-1', services: ['s3'], awsRegions: ['us-east-1'], plane: 'all' },
];

const PROBES: readonly AwsCall[] = [
  { service: 'route53', region: 'us-east-1', path: '/2013-04-01/hostedzone' },
  { service: 'cloudfront', region: 'us-east-1', path: '/2020-05-31/distribution' },
  { service: 's3', region: 'us-east-1', path: '/' },
  query('iam', 'us-east-1', '2010-05-08', { Action: 'ListRoles' }),
  {
    service: 'globalaccelerator',
    region: 'us-west-2',
    path: '/',
    headers: { 'x-amz-target': 'GlobalAccelerator_V20180706.ListAccelerators' },
    body: '{}',
  },
];

/** Functions run in the machine's time, whatever the world's clock does. */
const FILL_PATIENCE_SECONDS = 600;

export const controlPlanesDown: Drill = {
  summary:
    'the control APIs of us-east-1, global ones elsewhere and the states refuse everybody: a region may die, and be drained, and an object be filled all the same',
  run: async (context) => {
    const { world, timeline } = context;
    const [region = ''] = context.region ? [context.region] : await world.regions();
    for (const fault of FAULTS) await world.refuse(fault);
    const answered = await answering(world);
    await timeline.note(`control APIs refuse: ${PROBES.length - answered} of ${PROBES.length}`);
    return [
      { name: 'control APIs that answered', value: answered, of: PROBES.length, atMost: 0 },
      ...(await lossOf(region, context)),
      ...(await drainOf(region, context)),
      await fillOf(context),
    ];
  },
};

async function answering(world: DrillWorld): Promise<number> {
  const statuses = await Promise.all(
    PROBES.map(async (call) => {
      const headers = { ...call.headers, 'user-agent': PROBE };
      return (await world.aws({ ...call, headers })).status;
    }),
  );
  return statuses.filter((status) => status !== 503).length;
}

async function fillOf({ world, timeline }: DrillContext): Promise<Figure> {
  const [near] = await nearBuckets({ world });
  if (near === undefined) throw new Error('The world has no near bucket.');
  const key = newKey();
  await timeline.note(`a viewer in ${near.country} asks for ${key}`);
  const { status } = await askFor(world, near, key);
  const filledAt = await filled({ world, timeline }, near, [key], FILL_PATIENCE_SECONDS);
  const isFilled = status === 200 && filledAt !== undefined;
  await timeline.note(isFilled ? `the bucket of ${near.region} has it` : `${near.region} has not got it`);
  return { name: 'objects filled', value: isFilled ? 1 : 0, of: 1, atLeast: 1 };
}
