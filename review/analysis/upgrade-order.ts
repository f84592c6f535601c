import type { PlannedStack } from '../planned-stack';
import type { UpgradeProblem } from './review';

type Attributes = Readonly<Record<string, unknown>>;
type Planned = Pick<PlannedStack, 'plan'> & { readonly stack: { readonly id: string } };

/**
 * Members that would get parameters of a major version which they do not run yet: AWS refuses these. Another major version goes to
 * the global cluster, which takes every member with it:
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database-upgrade.html
 */
export function upgradeProblems(planned: readonly Planned[]): UpgradeProblem[] {
  return planned.flatMap((each) => {
    const id = each.stack.id;
    const [running] = sidesOf(each, 'aws_rds_cluster').flatMap(({ before }) =>
      majorOf(before.engine_version),
    );
    if (running === undefined) return [];
    return sidesOf(each, 'aws_rds_cluster_parameter_group').flatMap(({ address, after }) => {
      const [wanted] = majorOf(after.family);
      if (wanted === undefined || wanted === running || upgrades(each, wanted)) return [];
      const first = planned.find((other) => upgrades(other, wanted))?.stack.id;
      return [{ stack: id, address, running, wanted, ...(first === undefined ? {} : { first }) }];
    });
  });
}

const upgrades = (planned: Planned, major: string) =>
  sidesOf(planned, 'aws_rds_global_cluster').some(({ after }) => majorOf(after.engine_version)[0] === major);

function sidesOf({ plan }: Planned, type: string) {
  return (plan?.resource_changes ?? [])
    .filter((each) => each.mode === 'managed' && each.type === type && each.deposed === undefined)
    .map(({ address, change }) => ({
      address,
      before: (change.before ?? {}) as Attributes,
      after: (change.after ?? {}) as Attributes,
    }));
}

/** `16` of `16.8` and of `aurora-postgresql16`. */
function majorOf(value: unknown): string[] {
  const [, major] = /^(?:aurora-postgresql)?(\d+)(?:\.|$)/.exec(String(value)) ?? [];
  return major === undefined ? [] : [major];
}
