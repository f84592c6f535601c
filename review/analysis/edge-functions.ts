import { type PlanJson, type ResourceChange, withoutIndex } from '../plan-json';
import type { EdgeFunction } from './review';
import type { StackSource } from './stack-source';

type Attributes = Readonly<Record<string, unknown>>;

interface Planned {
  readonly id: string;
  readonly plan: PlanJson | undefined;
  /** As it is synthesized after the change. */
  readonly after: StackSource | undefined;
}

/** In 2024: https://aws.amazon.com/cloudfront/features/ */
const REGIONAL_EDGE_CACHES = 13;
const COPIED = `is copied to CloudFront's regional edge caches (${REGIONAL_EDGE_CACHES} in 2024), which takes some minutes`;

/**
 * Functions of Lambda@Edge, and what becomes of their replicas. AWS takes these away some hours after the last distribution has
 * stopped running the function, and refuses to delete it before:
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-edge-delete-replicas.html
 */
export function edgeFunctionsOf(planned: readonly Planned[]): EdgeFunction[] {
  const distributions = planned.flatMap((stack) =>
    ofType(stack, 'aws_cloudfront_distribution').map((resource) => distributionOf(stack, resource)),
  );
  return planned.flatMap((stack) =>
    ofType(stack, 'aws_lambda_function').flatMap((resource): EdgeFunction[] => {
      const ran = distributions.filter(({ before }) => runs(before, sideOf(resource, 'before')));
      const still = distributions.filter(
        ({ after, refers }) =>
          runs(after, sideOf(resource, 'after')) ||
          runs(after, sideOf(resource, 'before')) ||
          refers.has(`${stack.id} ${withoutIndex(resource.address)}`),
      );
      const said = whatOf(resource, ran, still);
      return said === undefined ? [] : [{ stack: stack.id, address: resource.address, ...said }];
    }),
  );
}

interface Distribution {
  readonly name: string;
  /** Versions of functions that it runs. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** Functions that it is written with, by stack and address: their versions are known after the apply. */
  readonly refers: ReadonlySet<string>;
}

function whatOf(
  { change }: ResourceChange,
  ran: readonly Distribution[],
  still: readonly Distribution[],
): Pick<EdgeFunction, 'says' | 'refusal'> | undefined {
  const before = (change.before ?? {}) as Attributes;
  const after = (change.after ?? {}) as Attributes;
  const name = String(after.function_name ?? before.function_name);
  const isGone = change.actions.includes('delete') && before.skip_destroy !== true;
  if (isGone && ran.length > 0) {
    const by = namesOf(ran);
    return {
      says: `${name} has replicas at the edge: AWS refuses to delete it while they are there`,
      refusal:
        still.length > 0
          ? `which ${namesOf(still)} runs at the edge: AWS refuses to delete a function that has replicas. Take it off the distribution first, and destroy it some hours later`
          : `in the same apply in which ${by} stops running it: its replicas stay for some hours, AWS refuses to delete it until then, and the apply fails halfway. Leave the function there, and destroy it some hours later`,
    };
  }
  if (isGone) {
    return isOfEdge(before)
      ? {
          says: `where a distribution ran ${name} within the last hours, AWS refuses to delete it until its replicas are gone`,
        }
      : undefined;
  }
  if (ran.length > 0 && still.length === 0) {
    return {
      says: `no distribution runs ${name} any more: its replicas go within some hours, and AWS refuses to delete it until then`,
    };
  }
  if (still.length === 0) return undefined;
  if (ran.length === 0) return { says: `${name} ${COPIED}` };
  const isNew = (change.after_unknown as Attributes | undefined)?.qualified_arn === true;
  if (!isNew && before.version === after.version) return undefined;
  return { says: `the new version of ${name} ${COPIED}; until then viewers meet the one before` };
}

/** Only what is published in us-east-1 can run at the edge. */
const isOfEdge = ({ publish, arn }: Attributes) =>
  publish === true && /^arn:[^:]*:lambda:us-east-1:/.test(String(arn));

const namesOf = (distributions: readonly Distribution[]) =>
  distributions.map(({ name }) => name).join(' and ');

const ofType = ({ plan }: Planned, type: string) =>
  (plan?.resource_changes ?? []).filter(
    (each) => each.mode === 'managed' && each.type === type && each.deposed === undefined,
  );

function sideOf({ change }: ResourceChange, when: 'before' | 'after'): string | undefined {
  const { arn } = (change[when] ?? {}) as Attributes;
  return typeof arn === 'string' ? arn : undefined;
}

const runs = (versions: readonly string[], arn: string | undefined) =>
  arn !== undefined && versions.some((version) => version.startsWith(`${arn}:`));

const REFERENCE = /^\$\{(aws_lambda_function\.[\w-]+)(?:\[[^\]]*\])?\./;

function distributionOf({ id, after }: Planned, { address, change }: ResourceChange): Distribution {
  const [, name = ''] = withoutIndex(address).split('.');
  const written =
    change.after === null ? undefined : after?.json.resource?.aws_cloudfront_distribution?.[name];
  const references = versionsIn(written).flatMap((text) => REFERENCE.exec(text)?.[1] ?? []);
  return {
    name: `${address} of "${id}"`,
    before: versionsIn(change.before),
    after: versionsIn(change.after),
    refers: new Set(references.map((each) => `${id} ${each}`)),
  };
}

/** What a distribution's behaviours say that they run, in a plan or as it is written. */
function versionsIn(distribution: unknown): string[] {
  const { default_cache_behavior: first, ordered_cache_behavior: others } = (distribution ??
    {}) as Attributes;
  return [...listOf(first), ...listOf(others)]
    .flatMap(({ lambda_function_association: associations }) => listOf(associations))
    .flatMap(({ lambda_arn: version }) => (typeof version === 'string' ? [version] : []));
}

/** Blocks, of which CDKTF writes a single one without a list. */
const listOf = (blocks: unknown): readonly Attributes[] =>
  (Array.isArray(blocks) ? blocks : [blocks]).filter((block) => block !== null && typeof block === 'object');
