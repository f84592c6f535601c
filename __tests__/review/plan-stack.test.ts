import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { planStack } from '../../review/plan-stack';
import { fakeTerraform } from '../support/fake-terraform';
import { smallStacks } from '../support/terraform-stacks';

const SECRET = 'data.aws_secretsmanager_secret_version.secret-1';
const folder = mkdtempSync(join(tmpdir(), 'meridian-test-'));
const READING = 'reading Secrets Manager Secret Version (demo/secret/v1|AWSCURRENT)';
const NOT_THERE = `${READING}: couldn't find resource`;
const said = join(folder, 'diagnostic.json');
/** Reads the secret at once, unless it is told to wait for something that no apply has made. */
const binary = fakeTerraform(
  join(folder, 'terraform'),
  `case "$1" in
plan)
  grep -q review-not-applied-yet cdk.tf.json && exit 0
  cat ${said}
  exit 1 ;;
show) echo '{"format_version":"1.2","complete":true,"errored":false,"applyable":true}' ;;
esac`,
);

interface Said {
  readonly summary?: string;
  readonly detail?: string;
  readonly pending?: string | undefined;
  readonly hasBucket?: boolean;
}

const planned = ({ summary = NOT_THERE, detail = '', pending, hasBucket = true }: Said) => {
  const [stack] = smallStacks([{ id: 'demo-region', input: 'a' }]);
  if (stack === undefined) throw new Error('expected a stack, got none');
  const diagnostic = { severity: 'error', summary, detail, address: SECRET };
  writeFileSync(said, JSON.stringify({ type: 'diagnostic', diagnostic }));
  return planStack(stack, {
    edges: [],
    hasBucket,
    pending,
    keepAs: join(folder, 'demo-region.tfplan'),
    applyCommand: (id) => `npx meridian apply ${id}`,
    binary,
  });
};

test('data that a stack of the review has yet to make is read with the apply, and the plan is not kept', async () => {
  const { plan, unread, kept, problem } = await planned({ pending: 'demo-global' });

  expect([plan?.applyable, unread, kept, problem]).toEqual([true, [SECRET], undefined, undefined]);
  expect(existsSync(join(folder, 'demo-region.tfplan'))).toBe(false);
});

test('data that nobody is about to make is a problem', async () => {
  const { plan, problem } = await planned({});

  expect(plan).toBeUndefined();
  expect(problem).toMatch(/^"demo-region" reads the secret demo\/secret\/v1, which is not in eu-west-1/);
});

test.each([
  'no matching EC2 Managed Prefix List found',
  'reading SSM Parameter (/demo/a): empty result',
  'Your query returned no results. Please change your search criteria and try again.',
  'reading SSM Parameter (/demo/a): operation error SSM: GetParameter, api error ParameterNotFound: ',
  'reading S3 Bucket: api error NoSuchBucket: The specified bucket does not exist',
])('%s: it is waited for', async (summary) => {
  expect(await planned({ summary, pending: 'demo-global' })).toMatchObject({ unread: [SECRET] });
});

const DENIED: Said = {
  summary: `${READING}: api error AccessDeniedException: no identity-based policy allows it, or it was not found`,
};
const UNMET: Said = { summary: 'Resource postcondition failed', detail: 'The zone was not found.' };

test.each<Said>([DENIED, UNMET])('$summary: no apply of another stack mends it', async (said) => {
  for (const more of [{ pending: 'demo-global' }, { hasBucket: false }]) {
    const { plan, problem } = await planned({ ...said, ...more });
    expect(plan).toBeUndefined();
    expect(problem).toContain(said.summary);
  }
});

test('what a value that was made up may have brought about is put off only where there is one', async () => {
  const summary = `${READING}: api error InvalidParameterException: the name is no name`;

  expect(await planned({ summary, hasBucket: false })).toMatchObject({ plan: { applyable: true } });
  expect((await planned({ summary, pending: 'demo-global' })).problem).toContain('InvalidParameterException');
});
