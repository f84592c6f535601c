import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ACCOUNT } from 'local-aws/emulators/aws';
import { documents, InvalidDocuments, validated, validatedAll } from '../../config';
import type { DocumentInput } from '../../config/document';

describe('the documents of this platform', () => {
  it.each(documents)('are valid: $deployment', (document) => {
    expect(() => validated(document)).not.toThrow();
  });

  it('are those of the folder: a new file is a new deployment', () => {
    const files = readdirSync(join(__dirname, '../../config/deployments'));
    expect(documents.map(({ deployment }) => `${deployment}.ts`)).toEqual(files.sort());
  });

  it('share nothing that is unique in a deployment, in DNS or in all of AWS', () => {
    expect(validatedAll(documents)).toHaveLength(documents.length);
  });

  it('are refused where one is a copy of another, in one block that names both and all that they share', () => {
    const [first] = documents;
    if (first === undefined) throw new Error('there is no document');
    const { domain, state } = validated(first);
    const line = (path: string, name: string) =>
      `  ${path}: expected a name that no other document has, got "${name}"`;
    const refused = refusalOf(first, { ...first, deployment: 'acme' });

    expect(refused).toEqual([
      `the documents "${first.deployment}" and "acme" have ${domain.siteNames.length + 3} names in common:`,
      line('state.bucketName', state.bucketName),
      ...domain.siteNames.map((name, index) => line(`domain.siteNames[${index}]`, name)),
      line('domain.mediaName', domain.mediaName),
      line('domain.originLabel', `${domain.originLabel}.${domain.name}`),
    ]);
  });

  it('are refused where one is named as another, or takes a name of a site for objects', () => {
    const [first, second] = documents;
    if (first === undefined || second === undefined) throw new Error('expected two documents');
    const [site = ''] = first.domain.siteNames;
    const domain = {
      ...first.domain,
      name: site,
      siteNames: [`www.${site}`],
      mediaName: site,
      originLabel: 'o',
    };

    expect(refusalOf(first, { ...second, deployment: first.deployment })).toEqual([
      `the documents "${first.deployment}" and "${first.deployment}" have 1 name in common:`,
      `  deployment: expected a name that no other document has, got "${first.deployment}"`,
    ]);
    expect(refusalOf(first, { ...second, domain })).toContain(
      `  domain.mediaName: expected a name that no other document has, got "${site}"`,
    );
  });

  it('are refused where one keeps its states in the bucket of the copies of another', () => {
    const [first, second] = documents;
    if (first === undefined || second === undefined) throw new Error('expected two documents');
    const copied = (bucketName: string) => ({ ...first.state, bucketName, replicaAwsRegion: 'eu-west-3' });
    const named = (mine: string, theirs: string) =>
      refusalOf(
        { ...first, state: copied(mine) },
        { ...second, state: { ...second.state, bucketName: theirs, replicaAwsRegion: undefined } },
      );
    const line = (name: string) =>
      `  state.bucketName: expected a name that no other document has, got "${name}"`;

    expect(named('acme-states', 'acme-states-replica')).toContain(line('acme-states-replica'));
    expect(
      refusalOf({ ...first, state: copied('acme') }, { ...second, state: copied('acme') }).slice(1),
    ).toEqual([line('acme')]);
    expect(named('acme-states', 'acme-others')).not.toContain(line('acme-others'));
  });

  it('are refused where names of one start as those of another: their stacks could be one', () => {
    const [first, second] = documents;
    if (first === undefined || second === undefined) throw new Error('expected two documents');
    const { deployment } = first;
    const named = (name: string) => () => validatedAll([first, { ...second, deployment: name }]);
    expect(named(`${deployment}-data`)).toThrow(
      `the document "${deployment}-data" has 1 problem:\n  deployment: expected a name that does not start with "${deployment}-", as names of what belongs to "${deployment}" do, got "${deployment}-data"`,
    );
    expect(named(`${deployment}data`)).not.toThrow();
  });

  it('are refused with the problems of all of them at once', () => {
    const wrong = documents.map((document) => ({ ...document, accountId: '12' }));
    expect(wrong.length).toBeGreaterThan(1);
    for (const { deployment } of wrong) {
      expect(() => validatedAll(wrong)).toThrow(`the document "${deployment}" has 1 problem:\n  accountId:`);
    }
  });

  it('is refused by every account but the local AWS\u2019s where it subscribes to what costs a fortune', () => {
    const costly = documents.map(validated).filter(({ optIns }) => optIns.shieldAdvanced);

    expect(costly.map(({ accountId }) => accountId)).toEqual([ACCOUNT]);
  });

  it('are left as they were written', () => {
    const before = structuredClone(documents);
    documents.forEach(validated);

    expect(documents).toEqual(before);
  });

  it('take their defaults from the schema', () => {
    const [document] = documents.map(validated).filter(({ deployment }) => deployment === 'production');

    expect(document).toMatchObject({
      deletionProtection: true,
      domain: { originLabel: 'origin', privateLabel: 'internal' },
      optIns: { globalAccelerator: false, shieldAdvanced: false },
      accelerator: { secretVersions: [1], requestsPerFiveMinutes: 2000 },
      backfill: { fillConcurrency: 10 },
    });
  });
});

/** Lines of the refusal of these documents. */
function refusalOf(...inputs: readonly DocumentInput[]): string[] {
  try {
    validatedAll(inputs);
  } catch (error) {
    if (error instanceof InvalidDocuments) return error.message.split('\n');
    throw error;
  }
  return [];
}
