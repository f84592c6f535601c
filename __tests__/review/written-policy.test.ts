import { validated } from '../../config';
import { demo } from '../../config/deployments/demo';
import { POLICY, writtenPolicy } from '../../review/analysis/written-policy';
import { stackJson } from '../../terraform/synthesized';
import { synthesizedStacksOf } from '../support/platform';

const statement = (resource: string) =>
  `\${jsonencode({"Version" = "2012-10-17", "Statement" = [{"Effect" = "Allow", "Action" = ["s3:GetObject"], "Resource" = [${resource}]}]})}`;
const resourcesOf = (written: string) => JSON.parse(writtenPolicy(written) ?? '{}').Statement?.[0]?.Resource;

test('a policy is read as it is written, references in the place of what only the apply will tell', () => {
  expect(
    resourcesOf(statement('aws_s3_bucket.a-b_C1.arn, "${aws_s3_bucket.a[0].arn}/*", "x\\"y\\\\z"')),
  ).toEqual(['${aws_s3_bucket.a-b_C1.arn}', '${aws_s3_bucket.a[0].arn}/*', 'x"y\\z']);
});

test.each([
  undefined,
  '{"Statement":[]}',
  '${data.aws_iam_policy_document.a.json}',
  '${jsonencode(local.policy)}',
  '${jsonencode({"Statement" = local.statements})}',
  '${jsonencode({"Statement" = [local.statement]})}',
  statement('join(":", [aws_s3_bucket.a.arn])'),
  statement('terraform_data.a.output'),
  statement('"${var.a}"'),
  statement('aws_lambda_function.a.environment[0].variables.bucket'),
  statement('aws_lambda_function.a.environment[0].variables.arn'),
  statement('aws_vpc.a.tags.name'),
  statement('aws_vpc.a.tags.id'),
  statement('aws_ssm_parameter.a.name'),
  statement('aws_lambda_permission.a.source_arn'),
  statement('data.aws_arn.a.arn'),
  `${statement('"a"')} and more`,
])('what decides elsewhere is not told: %s', (written) => {
  expect(writtenPolicy(written)).toBeUndefined();
});

test('every policy of the platform is told that the plan may not know', () => {
  const policies = synthesizedStacksOf(validated(demo))
    .flatMap((stack) => Object.values(stackJson(stack).resource ?? {}).flatMap(Object.values<object>))
    .flatMap((block) =>
      Object.entries(block).flatMap(([name, value]) => (POLICY.test(name) ? [String(value)] : [])),
    )
    // What a state tells is known.
    .filter((policy) => policy.includes('${') && !policy.includes('data.terraform_remote_state.'));
  expect(policies.length).toBeGreaterThan(100);
  expect(policies.filter((policy) => writtenPolicy(policy) === undefined)).toEqual([]);
});
