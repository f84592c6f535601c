import { WorldClock } from '../../../world/clock';
import { LoadBalancers } from '../../../world/elb/load-balancers';

const ASIA = 'one.elb.ap-southeast-1.amazonaws.com';
const SECOND = 'two.elb.ap-southeast-1.amazonaws.com';

describe('the name of a load balancer’s region', () => {
  const records = new Map<string, string>();
  let balancers: LoadBalancers;

  beforeEach(() => {
    records.clear();
    balancers = new LoadBalancers({
      ask: async () => ({
        status: 200,
        headers: new Headers(),
        body: '<R><DescribeLoadBalancersResult/></R>',
      }),
      clock: new WorldClock(),
      regionName: ({ dnsName }) => records.get(dnsName),
      onTransition: () => undefined,
    });
  });
  afterEach(() => balancers.close());

  const names = () => balancers.all().map(({ backend }) => backend.name);

  it('is that of AWS until a record is made that says more', async () => {
    await balancers.follow([ASIA]);
    expect(names()).toEqual(['ap-southeast-1']);

    records.set(ASIA, 'asia');
    expect(names()).toEqual(['asia']);
  });

  it('belongs to the first of two, and the other is called by its own', async () => {
    records.set(ASIA, 'asia').set(SECOND, 'asia');
    await balancers.follow([ASIA, SECOND]);

    expect(names()).toEqual(['asia', SECOND]);
  });
});
