import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { planStack } from '../../review/plan-stack';
import { fakeTerraform } from '../support/fake-terraform';
import { smallStacks } from '../support/terraform-stacks';

const SECRET = 'data.aws_secretsmanager_secret_version.secret-1';
const folder = mkdtempSync(join(tmpdir(), 'meridian-test-'));
const diagnostic = {
  severity: 'error',
  summary: "reading Secrets Manager Secret Version (demo/secret/v1|AWSCURRENT): couldn't find resource",
  detail: '',
  address: SECRET,
};
/** Reads the secret at once, unless it is told to wait for something that no apply has made. */
const binary = fakeTerraform(
  join(folder, 'terraform'),
  `case "$1" in
plan)
  grep -q review-not-applied-yet cdk.tf.json && exit 0
  echo '${JSON.stringify({ type: 'diagnostic', diagnostic }).replaceAll("'", `'"'"'`)}'
  exit 1 ;;
show) echo '{"format_version":"1.2","complete":true,"errored":false,"applyable":true}' ;;
esac`,
);

const planned = (pending: string | undefined) => {
  const [stack] = smallStacks([{ id: 'demo-region', input: 'a' }]);
  if (stack === undefined) throw new Error('expected a stack, got none');
  return planStack(stack, {
    edges: [],
    hasBucket: true,
    pending,
    keepAs: join(folder, 'demo-region.tfplan'),
    applyCommand: (id) => `npx meridian apply ${id}`,
    binary,
  });
};

test('data that a stack of the review has yet to make is read with the apply, and the plan is not kept', async () => {
  const { plan, unread, kept, problem } = await planned('demo-global');

  expect([plan?.applyable, unread, kept, problem]).toEqual([true, [SECRET], undefined, undefined]);
  expect(existsSync(join(folder, 'demo-region.tfplan'))).toBe(false);
});

test('data that nobody is about to make is a problem', async () => {
  const { plan, problem } = await planned(undefined);

  expect(plan).toBeUndefined();
  expect(problem).toMatch(/^"demo-region" reads the secret demo\/secret\/v1, which is not in eu-west-1/);
});
