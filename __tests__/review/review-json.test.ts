import { type ReviewJsonOptions, reviewJson } from '../../review/review-json';
import type { StackJson } from '../../terraform/synthesized';

const asked = (condition: string) => ({ condition, error_message: 'apply "x-global" first' });
const ZONE = '${contains(data.terraform_remote_state.x-global.outputs.zone_ids, "Z1")}';
const NAMES = '${self.outputs.secret_names == tolist(["a"])}';

const stack: StackJson = {
  terraform: { backend: { s3: { bucket: 'states', key: 'x.tfstate', region: 'eu-west-1' } } },
  data: {
    terraform_remote_state: {
      'x-global': {
        backend: 's3',
        config: { bucket: 'states', key: 'x-global.tfstate' },
        lifecycle: { postcondition: [asked(NAMES), asked('${self.outputs.contract_version >= 2}')] },
      },
    },
    aws_ami: { image: { name: 'al2023', depends_on: ['aws_vpc.main'] } },
  },
  resource: {
    aws_vpc: { main: { lifecycle: { prevent_destroy: true, precondition: [asked(ZONE)] } } },
  },
};

const reviewed = (options: Partial<ReviewJsonOptions> = {}) =>
  reviewJson(stack, {
    states: new Map(),
    deferred: new Set(),
    placeholders: new Map(),
    isUnguarded: false,
    ...options,
  });
const upstream = (json: StackJson) => json.data?.terraform_remote_state?.['x-global'];

it('leaves a stack as it is where everything it reads is live', () => {
  expect(reviewed()).toEqual(stack);
});

it('reads a throw-away state in the place of one that nobody has written, and asks of it what the contract says', () => {
  const read = upstream(reviewed({ states: new Map([['x-global', '/tmp/x-global.json']]) }));
  expect(read).toMatchObject({ backend: 'local', config: { path: '/tmp/x-global.json' } });
  expect(read?.lifecycle?.postcondition).toHaveLength(2);
});

it('asks nothing of the value of a placeholder, and all that is asked of others', () => {
  const json = reviewed({
    states: new Map([['x-global', '/tmp/x-global.json']]),
    placeholders: new Map([['x-global', ['secret_names', 'zone_id']]]),
  });
  expect(upstream(json)?.lifecycle?.postcondition).toEqual([asked('${self.outputs.contract_version >= 2}')]);
  // `zone_ids` is another output than `zone_id`.
  expect(json.resource?.aws_vpc?.main?.lifecycle?.precondition).toEqual([asked(ZONE)]);

  const placeholders = new Map([['x-global', ['zone_ids']]]);
  expect(reviewed({ placeholders }).resource?.aws_vpc?.main?.lifecycle?.precondition).toEqual([]);
});

it('puts data off that cannot be read yet, behind a resource that no apply has made', () => {
  const json = reviewed({ deferred: new Set(['data.aws_ami.image']) });
  expect(json.data?.aws_ami?.image?.depends_on).toEqual([
    'aws_vpc.main',
    'terraform_data.review-not-applied-yet',
  ]);
  expect(json.resource?.terraform_data).toEqual({ 'review-not-applied-yet': {} });
});

it('keeps an own state beside the stack where there is no bucket, and lifts guards to see what they keep', () => {
  const json = reviewed({ ownState: '/tmp/own.json', isUnguarded: true });
  expect(json.terraform?.backend).toEqual({ local: { path: '/tmp/own.json' } });
  expect(json.resource?.aws_vpc?.main?.lifecycle?.prevent_destroy).toBe(false);
});

it('is planned for one account only, where the stack itself names none', () => {
  const accountsOf = (own: { allowed_account_ids?: string[] }) =>
    reviewJson(
      { ...stack, provider: { aws: [{ region: 'eu-west-1', ...own }] } },
      {
        states: new Map(),
        deferred: new Set(),
        placeholders: new Map(),
        isUnguarded: false,
        accountId: '123456789012',
      },
    ).provider?.aws?.map(({ allowed_account_ids }) => allowed_account_ids);
  expect(accountsOf({})).toEqual([['123456789012']]);
  expect(accountsOf({ allowed_account_ids: ['210987654321'] })).toEqual([['210987654321']]);
});
