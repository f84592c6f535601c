import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { SsmParameter } from '@cdktf/provider-aws/lib/ssm-parameter';
import { TerraformStack, Testing } from 'cdktf';
import { type Contract, list, map, text } from '../../../modules/contract/contract';
import { type Expected, publish, read } from '../../../modules/contract/stack-contract';
import { Synthesized } from '../../support/synthesize';

const contract = {
  version: 3,
  outputs: {
    vpcId: text('vpc_id', 'The VPC.'),
    subnetIds: list('subnet_ids', 'Its subnets.'),
    queueUrls: map('queue_urls', 'Queues by region.', { sensitive: true }),
  },
} satisfies Contract;

const state = { bucket: 'states', key: 'demo-network.tfstate', region: 'us-east-1' };

function producer(): Synthesized {
  const stack = new TerraformStack(Testing.app(), 'demo-network');
  publish(stack, contract, { vpcId: 'vpc-1', subnetIds: ['a', 'b'], queueUrls: { asia: 'https://q' } });
  return Synthesized.stack(stack);
}

function consumer(expected?: Expected<typeof contract>): Synthesized {
  const stack = new TerraformStack(Testing.app(), 'demo-service');
  new AwsProvider(stack, 'aws', { region: 'us-east-1' });
  const network = read(stack, 'demo-network', contract, state, expected);
  new SsmParameter(stack, 'parameter', { name: 'x', type: 'String', value: network.vpcId });
  return Synthesized.stack(stack);
}

describe('publish', () => {
  it('writes every output under its own name, described, with the version of the contract', () => {
    expect(producer().outputs).toEqual({
      contract_version: { value: 3, description: expect.any(String) },
      vpc_id: { value: 'vpc-1', description: 'The VPC.', sensitive: false },
      subnet_ids: { value: ['a', 'b'], description: 'Its subnets.', sensitive: false },
      queue_urls: { value: { asia: 'https://q' }, description: 'Queues by region.', sensitive: true },
    });
  });
});

describe('read', () => {
  it('reads from the state of the owner alone', () => {
    expect(consumer().document.data?.terraform_remote_state?.['demo-network']?.config).toEqual(state);
    expect(consumer().only(SsmParameter).value).toBe(
      '${data.terraform_remote_state.demo-network.outputs.vpc_id}',
    );
  });

  it('says in one sentence which stack to apply first', () => {
    const [condition] = consumer().data('terraform_remote_state')[0]?.lifecycle.postcondition ?? [];

    expect(condition).toEqual({
      condition: '${try(self.outputs.contract_version, 0) >= 3}',
      error_message:
        'Stack "demo-network" has ${length(keys(self.outputs)) == 0 ? "not been applied" : "been applied with version ${try(self.outputs.contract_version, 0)} of its contract"}, and "demo-service" reads version 3: apply "demo-network" first.',
    });
  });

  it('says which outputs the stack has lost', () => {
    const [, condition] = consumer().data('terraform_remote_state')[0]?.lifecycle.postcondition ?? [];
    const missing = 'setsubtract(["vpc_id","subnet_ids","queue_urls"], keys(self.outputs))';

    expect(condition).toEqual({
      condition: `\${!(try(self.outputs.contract_version, 0) >= 3) || length(${missing}) == 0}`,
      error_message: `Stack "demo-network" has been applied without \${join(", ", ${missing})}, which "demo-service" reads: \${try(self.outputs.contract_version, 0) > 3 ? "take the newer sources that it was applied with." : "apply \\"demo-network\\" first."}`,
    });
  });

  it('says that the stack has been applied for another document, where a list does not start as this one wants', () => {
    const { lifecycle } = consumer({ subnetIds: ['a', 'b'] }).data('terraform_remote_state')[0] ?? {};

    expect(lifecycle.postcondition).toHaveLength(3);
    expect(lifecycle.postcondition[2]).toEqual({
      condition:
        '${!can(self.outputs.subnet_ids) || jsonencode(try(slice(self.outputs.subnet_ids, 0, 2), [])) == jsonencode(["a","b"])}',
      error_message:
        'Stack "demo-network" has been applied for another document, without a, b in front of its subnet_ids: apply "demo-network" first.',
    });
    expect(
      consumer({ subnetIds: [] }).data('terraform_remote_state')[0]?.lifecycle.postcondition,
    ).toHaveLength(2);
  });
});
