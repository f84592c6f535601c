import { explain } from '../../terraform/known-failures';
import { type SynthesizedStack, synthesizedStacks } from '../../terraform/synthesized';
import { TerraformError } from '../../terraform/terraform-error';
import { synthesizedFolder } from '../support/synthesized-folder';

const stacks = synthesizedStacks(synthesizedFolder({ 'demo-global': [], 'demo-region-a': ['demo-global'] }));
const stack = (id: string): SynthesizedStack =>
  stacks.find((found) => found.id === id) ?? (stacks[0] as SynthesizedStack);

describe("Terraform's own words become one sentence", () => {
  const failed = (summary: string, detail: string, address?: string, output = '') =>
    new TerraformError({
      stackId: 'demo-region-a',
      command: 'plan',
      diagnostics:
        summary === '' ? [] : [{ severity: 'error', summary, detail, ...(address ? { address } : {}) }],
      output,
    });
  const explained = (error: unknown) => explain(error, stack('demo-region-a')).message;

  test('a missing remote state', () => {
    const detail = 'No stored state was found for the given workspace in the given backend.';
    expect(
      explained(failed('Unable to find remote state', detail, 'data.terraform_remote_state.demo-global')),
    ).toBe(
      'Stack "demo-region-a" reads "demo-global", which has not been applied: run "npx meridian apply demo-global" first',
    );
  });

  test('a listener of Global Accelerator that regions still stand behind', () => {
    const detail =
      'deleting Global Accelerator Listener (arn:aws:globalaccelerator::1:accelerator/a/listener/b): api error AssociatedEndpointGroupFoundException: it still has an endpoint group';
    expect(explained(failed(detail, '', 'aws_globalaccelerator_listener.listener'))).toBe(
      '"demo-region-a" takes down an accelerator that regions still stand behind: apply each region of "demo" first, then "demo-region-a" again (docs/operate/accelerator.md)',
    );
  });

  test("a contract's postcondition", () => {
    const detail =
      'Stack "demo-global" has not been applied, and "demo-region-a" reads version 1: apply "demo-global" first.';
    expect(explained(failed('Resource postcondition failed', detail))).toContain(
      'reads "demo-global", which has not been',
    );
  });

  test('a stack that was applied for another document, or has lost an output', () => {
    const what = 'Stack "demo-global" has been applied without hosted_zone_id, which "demo-region-a" reads';
    expect(explained(failed('Resource postcondition failed', `${what}: apply "demo-global" first.`))).toBe(
      `${what}: run "npx meridian apply demo-global" first`,
    );
  });

  test('a stack that was applied with an older contract, or by newer sources', () => {
    const older =
      'Stack "demo-global" has been applied with version 1 of its contract, and "demo-region-a" reads version 2';
    expect(explained(failed('Resource postcondition failed', `${older}: apply "demo-global" first.`))).toBe(
      `${older}: run "npx meridian apply demo-global" first`,
    );
    const newer =
      'Stack "demo-global" has been applied without hosted_zone_id, which "demo-region-a" reads: take the newer sources that it was applied with';
    expect(explained(failed('Resource postcondition failed', `${newer}.`))).toBe(newer);
  });

  test('stacks of which one has not been applied, and others lack something', () => {
    const older =
      'Stack "demo-mesh" has been applied with version 1 of its contract, and "demo-region-a" reads version 2';
    const details = [
      'Stack "demo-global" has not been applied, and "demo-region-a" reads version 1: apply "demo-global" first.',
      `${older}: apply "demo-mesh" first.`,
      'The accelerator is not there yet: apply "demo-global" first.',
    ];
    const diagnostics = details.map((detail) => ({
      severity: 'error' as const,
      summary: 'Resource postcondition failed',
      detail,
    }));
    const mixed = (...more: typeof diagnostics) =>
      explained(
        new TerraformError({
          stackId: 'demo-region-a',
          command: 'plan',
          diagnostics: [...diagnostics, ...more],
        }),
      );
    expect(mixed()).toBe(
      [
        'Stack "demo-region-a" reads "demo-global", which has not been applied: run "npx meridian apply demo-global" first',
        `${older}: run "npx meridian apply demo-mesh" first`,
        'The accelerator is not there yet: run "npx meridian apply demo-global" first',
      ].join('\n'),
    );
    expect(mixed({ severity: 'error', summary: 'Another', detail: 'one' })).not.toContain('run "npx');
  });

  describe('outputs that a destroy misses, because it looks at no contract', () => {
    // As Terraform 1.11 says it.
    const missing = (name: string, traversal: string) => ({
      severity: 'error' as const,
      summary: 'Unsupported attribute',
      detail: `This object does not have an attribute named "${name}".`,
      snippet: { context: 'resource.aws_route53_record.a', values: [{ traversal }] },
    });
    const failure = (...diagnostics: TerraformError['diagnostics'][number][]) =>
      new TerraformError({ stackId: 'demo-region-a', command: 'plan', diagnostics });
    const outputs = 'data.terraform_remote_state.demo-global.outputs';

    test('are named once each, with the stack that lost them', () => {
      const lost = failure(missing('zone_id', outputs), missing('zone_id', outputs), missing('key', outputs));
      expect(explained(lost)).toBe(
        'Stack "demo-global" has been applied without zone_id, key, which "demo-region-a" reads: run "npx meridian apply demo-global" first, or take the sources that "demo-global" was applied with',
      );
    });

    test('are told from attributes of other things', () => {
      const other = failure(missing('zone_id', outputs), missing('arn', 'aws_lb.main'));
      expect(explain(other, stack('demo-region-a'))).toBe(other);
    });
  });

  test('credentials of another account', () => {
    const error = failed('AWS account ID not allowed: 999988887777', '');
    expect(explain(error, { ...stack('demo-region-a'), accountId: '111122223333' }).message).toBe(
      '"demo-region-a" belongs to account 111122223333, and these credentials to account 999988887777: nothing was changed; sign in to 111122223333',
    );
  });

  test('a secret whose name a deleted one still has', () => {
    const detail =
      "InvalidRequestException: You can't create this secret because a secret with this name is already scheduled for deletion.";
    expect(explained(failed('creating Secrets Manager Secret (demo/edge-token-key/v1)', detail))).toMatch(
      /^A secret that "demo-region-a" makes has the name of one .*: use the next number in originProtection\.secretVersions or edgeAuth\.keyVersions, or/,
    );
  });

  test('a secret that is read before the stack that makes it is applied', () => {
    const summary =
      "reading Secrets Manager Secret Version (demo/accelerator-secret/v2|AWSCURRENT): couldn't find resource";
    expect(explained(failed(summary, '', 'data.aws_secretsmanager_secret_version.secret-2'))).toBe(
      `"demo-region-a" reads the secret demo/accelerator-secret/v2, which is not in ${stack('demo-region-a').awsRegion}: run "npx meridian apply demo-global" first`,
    );
  });

  test('a failover target that was moved in the wrong order', () => {
    const detail =
      "InvalidChangeBatch: [Tried to create resource record set [name='a.origin.example.com.', type='A', set-identifier='secondary-a'] but it already exists]";
    expect(
      explained(failed('creating Route53 Record', detail, 'aws_route53_record.records_secondary-b')),
    ).toBe(
      'Another region still answers for a name that "demo-region-a" is to stand in for: a failover target moves in two applies, first the region that was the target, then "demo-region-a" (docs/operate/regions.md)',
    );
  });

  test('a state that could not be saved, before whatever else went wrong', () => {
    const detail = 'api error NoSuchBucket: The specified bucket does not exist';
    const error = new TerraformError({
      stackId: 'demo-region-a',
      command: 'apply',
      diagnostics: [
        { severity: 'error', summary: 'Failed to save state', detail },
        { severity: 'error', summary: 'Failed to persist state to backend', detail: 'push errored.tfstate' },
      ],
      unsavedState: '/kept/demo-region-a-1.tfstate',
    });
    expect(explained(error).split('\n')).toEqual([
      '"demo-region-a" has been changed, and its state could not be saved. Before anything else: "terraform -chdir=cdktf.out/stacks/demo-region-a init -reconfigure && terraform -chdir=cdktf.out/stacks/demo-region-a state push /kept/demo-region-a-1.tfstate"',
      `  Failed to save state: ${detail}`,
    ]);
  });

  test.each([
    'Error: Failed to get existing workspaces: S3 bucket "states" does not exist.',
    'operation error S3: ListObjectsV2, StatusCode: 404, NoSuchBucket: The specified bucket does not exist',
  ])('a missing bucket: %s', (output) => {
    const error = failed('', '', undefined, output);
    expect(explained(error)).toBe(
      'The state bucket "states" does not exist: run "npx meridian bootstrap demo" first',
    );
    const environment = { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' };
    expect(explain(error, stack('demo-region-a'), { environment }).message).toContain(
      'run "npx meridian bootstrap demo --local" first',
    );
  });

  test('missing credentials', () => {
    expect(explained(failed('No valid credential sources found', 'Please see https://…'))).toMatch(
      /^No AWS credentials are found: /,
    );
  });

  test('resources that Terraform itself guards from a plan', () => {
    const detail = 'Resource aws_rds_cluster.main has lifecycle.prevent_destroy set, but …';
    expect(explained(failed('Instance cannot be destroyed', detail)).split('\n')).toEqual([
      '"demo-region-a" would destroy aws_rds_cluster.main, which holds data or a name, while its deletionProtection is on.',
      'Nothing was changed. If it is to be lost: npx meridian apply demo-region-a --destroys aws_rds_cluster.main',
    ]);
  });

  test('a protected stack that is to be destroyed', () => {
    const error = new TerraformError({
      stackId: 'demo-region-a',
      command: 'destroy',
      diagnostics: [
        {
          severity: 'error',
          summary: 'Instance cannot be destroyed',
          detail: 'Resource aws_rds_cluster.main has lifecycle.prevent_destroy set, but …',
        },
      ],
    });
    expect(explained(error)).toContain(
      'set deletionProtection (for the state bucket, state.deletionProtection) to false in the document',
    );
  });

  test('a held lock', () => {
    const detail =
      'Error message: PreconditionFailed\nLock Info:\n  ID:        12-34\n  Path:      states/x\n  Operation: OperationTypeApply\n  Who:       ann@laptop\n  Version:   1.11.4\n  Created:   2026-01-02 03:04:05.6789 +0000 UTC\n  Info:      \n';
    expect(explained(failed('Error acquiring the state lock', detail))).toBe(
      'ann@laptop has "demo-region-a" locked since 2026-01-02 03:04:05 UTC (apply): wait for it, or, if that run is dead, "terraform -chdir=cdktf.out/stacks/demo-region-a force-unlock 12-34"',
    );
  });

  test('anything else stays as it is', () => {
    const error = failed('creating queue', 'QueueAlreadyExists', 'aws_sqs_queue.misses');
    expect(explain(error, stack('demo-region-a'))).toBe(error);
  });
});
