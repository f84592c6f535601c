import type { CacheBehavior } from 'local-aws/emulators/cloudfront/distribution-config';
import { dnsName } from 'local-aws/world/route53/records';
import { whereTold } from './cannot-tell';
import { COUNTRIES } from './countries';
import type { Question, World } from './served';

/** Methods of which the second has no second try at another origin. */
const METHODS = ['GET', 'POST'];

/** Everything that may be answered differently in one of these worlds than in another. */
export function questionsOf(worlds: readonly World[]): Question[] {
  const aliases = worlds.flatMap(({ edge }) =>
    edge.configuration.distributions().flatMap(({ config }) => whereTold(() => config.aliases, [])),
  );
  const found = [
    ...worlds.flatMap(atEdge),
    ...worlds.flatMap((world) => atDns(world, new Set(aliases.map(dnsName)))),
  ];
  return [...new Map(found.map((question) => [keyOf(question), question])).values()];
}

export const keyOf = (question: Question) => Object.values(question).join(' ');

/** Of a distribution whose names only the apply tells, those are asked that it had. */
function atEdge({ edge }: World): Question[] {
  return edge.configuration.distributions().flatMap(({ config }) =>
    whereTold(() => config.aliases, []).flatMap((name) =>
      whereTold(() => [config.defaultCacheBehavior, ...config.cacheBehaviors], [ANY]).flatMap((behavior) =>
        METHODS.filter((method) =>
          whereTold(() => behavior.allowedMethods.includes(method), method === 'GET'),
        ).flatMap((method) =>
          COUNTRIES.map(
            (country): Question => ({
              at: 'edge',
              name: dnsName(name),
              path: whereTold(() => pathOf(behavior.pathPattern), '/'),
              method,
              country,
            }),
          ),
        ),
      ),
    ),
  );
}

/** What is asked where only the apply tells which paths and methods there are. */
const ANY: Pick<CacheBehavior, 'pathPattern' | 'allowedMethods'> = {
  pathPattern: '*',
  allowedMethods: ['GET'],
};

/** A path that a pattern is for. */
const pathOf = (pattern: string) => {
  const path = pattern.replaceAll('*', 'x').replaceAll('?', 'x');
  return path === 'x' ? '/' : path.startsWith('/') ? path : `/${path}`;
};

/** Names that are asked directly; those that begin with `_` prove something to somebody, and lead nowhere. */
function atDns({ names }: World, aliases: ReadonlySet<string>): Question[] {
  return [...new Set(names.all())]
    .filter((name) => !aliases.has(name) && !name.startsWith('_') && name !== '')
    .flatMap((name) => {
      const regions = names.latencyRegions(name);
      return (regions.length === 0 ? ['us-east-1'] : regions).map(
        (fromAwsRegion): Question => ({ at: 'dns', name, fromAwsRegion }),
      );
    });
}
