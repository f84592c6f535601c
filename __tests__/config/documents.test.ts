import { ACCOUNT } from 'local-aws/emulators/aws';
import { documents, validated } from '../../config';

describe('the documents of this platform', () => {
  it.each(documents)('are valid: $deployment', (document) => {
    expect(() => validated(document)).not.toThrow();
  });

  it('share nothing that is unique in a deployment, in DNS or in all of AWS', () => {
    const validDocuments = documents.map(validated);
    const unique = [
      validDocuments.map(({ deployment }) => deployment),
      validDocuments.map(({ state }) => state.bucketName),
      validDocuments.flatMap(({ domain }) => [...domain.siteNames, domain.mediaName]),
      validDocuments.map(({ domain }) => `${domain.originLabel}.${domain.name}`),
    ];

    for (const values of unique) {
      expect([...new Set(values)]).toEqual(values);
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
