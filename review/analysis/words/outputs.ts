import { beyond, texts } from './words';

type OutputWords = (before: unknown, after: unknown) => readonly string[];

const versionOf = (name: string | undefined) => /\/v(\d+)$/.exec(name ?? '')?.[1] ?? name ?? 'none';

/** What load balancers accept, and CloudFront sends: the first of them. */
const originSecrets: OutputWords = (before, after) => {
  const [was, is] = [texts(before), texts(after)];
  if (is.length === 0) return [];
  const [sent, sends] = [versionOf(was[0]), versionOf(is[0])];
  const still = sent === sends ? `${sends} is still sent` : `${sends} is sent instead of ${sent}`;
  const come = beyond(is, was).map((name) => `version ${versionOf(name)} is accepted`);
  const gone = beyond(was, is).map((name) => `version ${versionOf(name)} is refused`);
  return [`origin secret: ${[...come, ...gone, still].join(', ')}`];
};

const tokenKeys: OutputWords = (before, after) => {
  const [was, is] = [texts(before), texts(after)];
  return [
    ...beyond(is, was).map((name) => `members' sessions: key ${versionOf(name)} is new`),
    ...beyond(was, is).map((name) => `members' sessions: key ${versionOf(name)} retires`),
    ...(was[0] !== is[0] && is[0] !== undefined ? [`members' sessions: key ${versionOf(is[0])} signs`] : []),
  ];
};

/** By the name of the output. */
export const outputWords: Readonly<Record<string, OutputWords>> = {
  origin_secret_names: originSecrets,
  edge_token_key_names: tokenKeys,
};
