import type { Deployed, Drains } from 'local-aws/plugin';
import { type AskAws, askJson } from 'local-aws/world/aws-api';
import { Refusal } from 'local-aws/world/json-api';

interface StoreItems {
  readonly Items?: readonly { readonly Key: string; readonly Value: string }[];
  readonly NextToken?: string;
}

const storePath = (arn: string) => `/key-value-stores/${encodeURIComponent(arn)}`;
const storeCall = (path: string) => ({ service: 'cloudfront-keyvaluestore', region: 'us-east-1', path });

/** Regions are drained in the edge's key value store, through its data plane, as `docs/operate/regions.md` tells people to. */
export function drainsOf({ ask, keyValueStores }: Pick<Deployed, 'ask' | 'keyValueStores'>): Drains {
  return {
    drained: async () => {
      const [arn] = keyValueStores();
      return arn === undefined ? [] : drainedIn(ask, arn);
    },
    drain: async (region, on) => {
      const [arn] = keyValueStores();
      if (arn === undefined) throw new Refusal(404, 'the edge has no key value store');
      if (!on && !(await drainedIn(ask, arn)).includes(region)) return;
      const { headers } = await ask(storeCall(storePath(arn)));
      const { status, body } = await ask({
        ...storeCall(`${storePath(arn)}/keys/${encodeURIComponent(region)}`),
        method: on ? 'PUT' : 'DELETE',
        headers: { 'if-match': headers.get('etag') ?? '', 'content-type': 'application/json' },
        ...(on ? { body: JSON.stringify({ Value: 'drained' }) } : {}),
      });
      if (status >= 300) throw new Refusal(502, `the key value store answered ${status}: ${body}`);
    },
  };
}

async function drainedIn(ask: AskAws, arn: string): Promise<string[]> {
  const found: string[] = [];
  let page = '';
  do {
    const call = storeCall(`${storePath(arn)}/keys?MaxResults=50${page}`);
    const { Items = [], NextToken } = (await askJson<StoreItems>(ask, call)) ?? {};
    found.push(...Items.filter(({ Value }) => Value === 'drained').map(({ Key }) => Key));
    page = NextToken === undefined ? '' : `&NextToken=${encodeURIComponent(NextToken)}`;
  } while (page !== '');
  return found;
}
