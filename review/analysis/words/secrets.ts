import type { Words } from './words';

/** `origin secret: version 2`, of `demo/origin-secret/v2`. */
function nameOf(name: unknown): string {
  const [, what, version] = /^[^/]+\/(.+)\/v(\d+)$/.exec(String(name)) ?? [];
  return what === undefined ? `secret ${String(name)}` : `${what.replaceAll('-', ' ')}: version ${version}`;
}

export const secretWords: Readonly<Record<string, Words>> = {
  aws_secretsmanager_secret: ({ action, before, after }) => {
    if (action === 'create') return [`${nameOf(after.name)} is made`];
    if (action === 'destroy') return [`${nameOf(before.name)} is deleted`];
    return action === 'replace'
      ? [`${nameOf(after.name)} is deleted and made again, with another value`]
      : [];
  },
  aws_kms_key: ({ action, place, before, after }) => {
    if (action === 'destroy') return [`${place}: a key goes, and what is encrypted with it is lost`];
    return before.enable_key_rotation === true && after.enable_key_rotation === false
      ? [`${place}: a key is no longer rotated`]
      : [];
  },
};
