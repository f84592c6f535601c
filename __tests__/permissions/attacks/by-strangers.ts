/** Who shows GitHub's token, and with which claims. */
export const strangers: readonly {
  readonly role: string;
  readonly sub: string;
  readonly aud?: string;
  readonly why: string;
}[] = [
  {
    role: 'demo-global-apply',
    sub: 'repo:meridian-example/platform:pull_request',
    why: 'a pull request applies',
  },
  {
    role: 'demo-global-apply',
    sub: 'repo:meridian-example/platform:ref:refs/heads/main',
    why: 'main applies without the environment',
  },
  {
    role: 'demo-global-apply',
    sub: 'repo:evil/platform:environment:demo-global',
    why: 'another repository’s environment applies',
  },
  {
    role: 'demo-global-apply',
    sub: 'repo:meridian-example/platform:environment:demo-global-x',
    why: 'an environment of a longer name applies',
  },
  {
    role: 'demo-backfill-apply',
    sub: 'repo:meridian-example/platform:environment:demo-global',
    why: 'another stack’s environment applies',
  },
  {
    role: 'demo-state-apply',
    sub: 'repo:meridian-example/platform:environment:demo-backfill',
    why: 'a stack’s environment applies the states',
  },
  { role: 'demo-global-plan', sub: 'repo:evil/platform:environment:plan', why: 'another repository plans' },
  {
    role: 'demo-global-plan',
    sub: 'repo:meridian-example/platform:pull_request',
    why: 'a pull request reads the secrets that planning reads',
  },
  {
    role: 'demo-global-apply',
    sub: 'repo:meridian-example/platform:environment:plan',
    why: 'whoever may plan applies',
  },
  {
    role: 'demo-global-plan',
    sub: 'repo:meridian-example@1/platform@2:environment:plan',
    why: 'a later owner of the name plans',
  },
  {
    role: 'demo-global-plan',
    sub: 'repo:meridian-example/platform:ref:refs/heads/feature',
    why: 'a branch plans',
  },
  {
    role: 'demo-global-plan',
    sub: 'repo:meridian-example/platform:environment:plan',
    aud: 'https://github.com/evil',
    why: 'a token for somebody else plans',
  },
];
