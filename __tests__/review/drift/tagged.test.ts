import { clientSettings } from '../../../cli/aws-client';
import { taggedResources } from '../../../review/drift/tagged';
import { type Listening, listening } from '../../support/listening';

let server: Listening;
let asked: { readonly target: string; readonly body: Record<string, unknown> }[];
let answers: readonly (readonly [status: number, body: object])[];
beforeEach(async () => {
  asked = [];
  server = await listening((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      asked.push({
        target: String(request.headers['x-amz-target']),
        body: JSON.parse(Buffer.concat(chunks).toString()),
      });
      const [status, body] = answers[asked.length - 1] ?? [500, {}];
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
    });
  });
});
afterEach(() => server.close());

const settingsOf = (awsRegion: string) => clientSettings(awsRegion, server.environment);
const mapping = (arn: string) => ({ ResourceARN: arn, Tags: [{ Key: 'stack', Value: 'demo-global' }] });

test('every page is asked for, by the tag of the deployment', async () => {
  answers = [
    [200, { PaginationToken: 'more', ResourceTagMappingList: [mapping('arn:a')] }],
    [200, { PaginationToken: '', ResourceTagMappingList: [mapping('arn:b')] }],
  ];
  const tags = { stack: 'demo-global' };
  expect(await taggedResources('demo', ['eu-west-1'], settingsOf)).toEqual([
    { arn: 'arn:a', awsRegion: 'eu-west-1', tags },
    { arn: 'arn:b', awsRegion: 'eu-west-1', tags },
  ]);
  expect(asked.map(({ target, body }) => [target, body.TagFilters])).toEqual(
    ['', ''].map(() => [
      'ResourceGroupsTaggingAPI_20170126.GetResources',
      [{ Key: 'deployment', Values: ['demo'] }],
    ]),
  );
});

test('a region that refuses is one sentence', async () => {
  answers = [[400, { __type: 'AccessDeniedException', message: 'not allowed to perform tag:GetResources' }]];
  await expect(taggedResources('demo', ['eu-west-1'], settingsOf)).rejects.toThrow(
    'eu-west-1 does not tell what carries the tag deployment (AccessDeniedException: not allowed to perform tag:GetResources)',
  );
});
