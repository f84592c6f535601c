import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { actionsOf } from '../../../iam/request/actions';
import { operationOf } from '../../../iam/request/operation';
import { isKnownAction } from '../../../iam/request/service-data';
import { signed } from '../support/requests';

/** What the AWS provider asks while a whole deployment is applied: `service method path action`, ids replaced. */
const REQUESTS = readFileSync(join(__dirname, 'deployment-requests.txt'), 'utf8').trim().split('\n');

describe('every request of a deployment', () => {
  it('is of a whole deployment', () => {
    expect(REQUESTS.length).toBeGreaterThan(200);
  });

  it.each(REQUESTS)('%s has an action', async (line) => {
    const [service = '', method, target, action] = line.split(' ');
    const request = signed(service, { method, target, action });
    const operation = operationOf(request);
    const actions = operation ? actionsOf(operation, {}, request.method) : [];
    expect(actions).not.toEqual([]);
    expect(await Promise.all(actions.map(isKnownAction))).toEqual(actions.map(() => true));
  });
});
