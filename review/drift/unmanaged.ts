import type { State } from '../../terraform/state-store';
import type { Tagged } from './tagged';

type Attributes = Readonly<Record<string, unknown>>;

/** What carries the deployment's tags, and neither Terraform nor something that Terraform made has made. */
export function unmanagedOf(tagged: readonly Tagged[], states: readonly State[]): Tagged[] {
  const resources = states.flatMap(resourcesOf);
  const arns = new Set(
    resources.flatMap(({ attributes: { arn } }) => (typeof arn === 'string' ? [bare(arn)] : [])),
  );
  const ids = new Set(resources.flatMap(({ attributes: { id } }) => (typeof id === 'string' ? [id] : [])));
  const groups = new Set(
    resources.flatMap(({ type, attributes: { name } }) =>
      type === 'aws_autoscaling_group' && typeof name === 'string' ? [name] : [],
    ),
  );
  const templates = resources.filter(({ type }) => type === 'aws_launch_template').flatMap(specificationsOf);
  const isKnown = ({ arn, tags }: Tagged) =>
    arns.has(bare(arn)) ||
    isKnownById(arn, ids) ||
    AUTOMATIC.test(arn) ||
    groups.has(tags[GROUP] ?? '') ||
    templates.some(({ kind, tags: given }) => kind === kindOf(arn) && hasAll(tags, given));
  return tagged.filter((each) => !isKnown(each)).sort((a, b) => (a.arn < b.arn ? -1 : a.arn > b.arn ? 1 : 0));
}

/** Set by AWS on what a group starts: https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-tagging.html */
const GROUP = 'aws:autoscaling:groupName';

/** Backups that RDS makes and ends by itself; they take over the tags of their cluster. */
const AUTOMATIC = /^arn:[^:]*:rds:[^:]*:\d*:(?:cluster-)?snapshot:rds:/;

/** Replicas of a secret have the ARN of the first one but for the region; a log group may be told with everything in it. */
const bare = (arn: string) =>
  arn.replace(/^(arn:[^:]*:secretsmanager:)[^:]*/, '$1').replace(/^(arn:[^:]*:logs:.*):\*$/, '$1');

/** Some resources of EC2 have no ARN in a state, and ids that nobody else has. */
function isKnownById(arn: string, ids: ReadonlySet<string>): boolean {
  const id = /^arn:[^:]*:ec2:.*\/([a-z]+-(?:[a-z]+-)?[0-9a-f]{8,})$/.exec(arn)?.[1];
  return id !== undefined && ids.has(id);
}

const kindOf = (arn: string) => /^arn:[^:]*:ec2:[^:]*:\d*:([a-z-]+)\//.exec(arn)?.[1];

/** Disks and interfaces of instances: an instance itself is known by its group. */
const OF_INSTANCES = ['volume', 'network-interface'];

function specificationsOf({ attributes }: { readonly attributes: Attributes }) {
  const blocks = Array.isArray(attributes.tag_specifications)
    ? (attributes.tag_specifications as unknown[])
    : [];
  return blocks.flatMap((block) => {
    const { resource_type: kind, tags } = (block ?? {}) as Attributes;
    return OF_INSTANCES.includes(String(kind)) && tags !== null && typeof tags === 'object'
      ? [{ kind: String(kind), tags: tags as Readonly<Record<string, string>> }]
      : [];
  });
}

const hasAll = (tags: Tagged['tags'], wanted: Tagged['tags']) =>
  Object.entries(wanted).every(([key, value]) => tags[key] === value);

function resourcesOf({ resources }: State): { readonly type: string; readonly attributes: Attributes }[] {
  return resources
    .filter(({ mode }) => mode === 'managed')
    .flatMap(({ type = '', instances = [] }) =>
      instances.flatMap((instance) => {
        const { attributes } = (instance ?? {}) as { readonly attributes?: Attributes };
        return attributes === undefined ? [] : [{ type, attributes }];
      }),
    );
}
