import { spawnSync } from 'node:child_process';
import { environmentCommands } from '../../cli/github-environments';
import { validated } from '../../config';
import { production } from '../../config/deployments/production';
import { declaredStacks } from '../../stacks/declared-stacks';

const stacks = declaredStacks(validated(production));

describe('the commands that make environments', () => {
  const commands = environmentCommands(stacks);
  const bodies = [...commands.matchAll(/environments\/(\S+) --input - <<JSON\n(.*)\nJSON/g)].map(
    ([, name = '', body = '']) => [name, body.replace(/\$\(gh api orgs\/(\S+) --jq \.id\)/, '"$1"')] as const,
  );
  const environments = new Map(bodies.map(([name, body]) => [name, JSON.parse(body)]));

  it('make one for each stack, reviewed by the team that owns it, for main only', () => {
    expect(stacks.length).toBeGreaterThan(8);
    for (const { id, team } of stacks) {
      expect(environments.get(id)).toEqual({
        prevent_self_review: true,
        deployment_branch_policy: { protected_branches: false, custom_branch_policies: true },
        reviewers: [{ type: 'Team', id: `meridian-example/teams/${team}` }],
      });
      expect(commands).toContain(`environments/${id}/deployment-branch-policies -f name=main`);
    }
  });

  it('make one that pull requests plan in, on any branch, reviewed by the team of the states', () => {
    expect(environments.get('plan')).toMatchObject({
      deployment_branch_policy: null,
      reviewers: [{ type: 'Team', id: 'meridian-example/teams/platform' }],
    });
    expect(environments.size).toBe(stacks.length + 1);
  });

  it('are a script that bash can read', () => {
    const { status, stderr } = spawnSync('bash', ['-n'], { input: commands, encoding: 'utf8' });

    expect([status, stderr]).toEqual([0, '']);
  });
});

it('the ids in a repository’s name are none of its address', () => {
  const named = stacks.map((stack) => ({
    ...stack,
    ci: { repository: 'example@12/shop@345', planRoleArn: '', applyRoleArn: '' },
  }));

  expect(environmentCommands(named)).toContain('repos/example/shop/environments/plan ');
});

it('a document that lets no workflow in has none', () => {
  const closed = stacks.map((stack) => ({ ...stack, ci: undefined }));

  expect(() => environmentCommands(closed)).toThrow(
    'The document "production" lets no workflow in: it needs "accountId" and "ciRepository"',
  );
});
