import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { validated } from '../../config';
import { production } from '../../config/deployments/production';
import { analyse } from '../../review/analysis/analyse';
import { judge } from '../../review/gates/judge';
import { inputsOf } from '../../review/inputs';
import { names } from '../../stacks/names';
import { terraformBinary } from '../../terraform/binary';
import { synthesizedStack } from '../support/platform';
import { context, outputChange, plan, planned, source } from './support';

/** One secret for each version; the first is sent. */
const LISTS = [[1], [2], [3], [4], [1, 2], [2, 1], [2, 3], [3, 2], [1, 3], [3, 4]];

const documents = new Map(
  LISTS.map((secretVersions) => [
    `${secretVersions}`,
    validated({ ...production, originProtection: { ...production.originProtection, secretVersions } }),
  ]),
);
const documentOf = (list: readonly number[]) => {
  const found = documents.get(`${list}`);
  if (found === undefined) throw new Error(`no document with ${list}`);
  return found;
};

const isStartOf = (list: readonly number[], other: readonly number[]) =>
  list.every((version, index) => other[index] === version);
/** Every edit after which the region asks for another list than the one that `global` was applied with. */
const edits = LISTS.flatMap((before) =>
  LISTS.filter((after) => !isStartOf(after, before)).map((after) => ({ before, after })),
);

interface Condition {
  readonly condition: string;
}

const conditionsOf = (list: readonly number[]): string[] => {
  const { data = {} } = synthesizedStack(documentOf(list), 'region-asia').document;
  const { lifecycle } = data.terraform_remote_state?.['production-global'] ?? {};
  return (lifecycle.postcondition as readonly Condition[]).map(({ condition }) => condition);
};

test('a region is refused before its global stack is applied for the same versions, whatever the edit', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'meridian-test-'));
  const outputs = synthesizedStack(documentOf([1]), 'global').document.output ?? {};
  const others = Object.fromEntries(Object.keys(outputs).map((name) => [name, 'a']));
  const published = Object.fromEntries(
    LISTS.map((list) => [
      `${list}`,
      {
        ...others,
        contract_version: outputs.contract_version?.value,
        origin_secret_names: names.originSecrets(documentOf(list)),
      },
    ]),
  );
  writeFileSync(join(directory, 'main.tf.json'), JSON.stringify({ locals: { published } }));
  const conditions = new Map(LISTS.map((list) => [`${list}`, conditionsOf(list)]));
  const holds = (after: readonly number[], before: readonly number[]) =>
    `alltrue([${(conditions.get(`${after}`) ?? [])
      .map((each) => each.slice(2, -1).replaceAll('self.outputs', `local.published["${before}"]`))
      .join(', ')}])`;
  const asked = [
    ...edits.map(({ before, after }) => holds(after, before)),
    ...LISTS.map((list) => holds(list, list)),
  ];
  const answer = execFileSync(await terraformBinary(), ['console'], {
    cwd: directory,
    input: `jsonencode([${asked.join(', ')}])\n`,
    encoding: 'utf8',
  });
  const held = JSON.parse(JSON.parse(answer)) as boolean[];

  expect(edits.length).toBeGreaterThanOrEqual(30);
  expect(held.slice(0, edits.length)).toEqual(edits.map(() => false));
  expect(held.slice(edits.length)).toEqual(LISTS.map(() => true));
});

test('no plan of a region may be applied that is reviewed together with its global stack, whatever the edit', () => {
  const [global, region] = [source('production-global'), source('production-region-asia')];
  const name = 'origin_secret_names';
  const appliable = edits.filter(({ before, after }) => {
    const [was, is] = [before, after].map((list) => names.originSecrets(documentOf(list)));
    const edge = { block: global.stack.id, producer: global.stack.id, outputs: [name], required: [name] };
    const { inputs } = inputsOf(edge, {
      live: { [name]: { value: was, type: ['list', 'string'] } },
      planned: { [name]: outputChange(was, is) },
      promised: { [name]: { name, type: 'list', expression: is, awsRegion: 'us-east-1' } },
    });
    const reviewed = analyse(
      [planned(region, plan([]), { inputs, isKept: inputs.every(({ source: from }) => from === 'live') })],
      context([global, region]),
    );
    const { findings, appliable } = judge(reviewed, [], new Date('2026-01-01'));
    return (
      appliable.length > 0 || !findings.some(({ gate, severity }) => gate === 'G05' && severity === 'hold')
    );
  });

  expect(edits.length).toBeGreaterThanOrEqual(30);
  expect(appliable).toEqual([]);
});

test('a region that cannot be planned on what is applied is refused, and nobody can answer for it', () => {
  const region = source('production-region-asia');
  const problem =
    'Stack "production-global" has been applied for another document: apply "production-global" first.';
  const allow = [
    {
      gate: 'G14',
      stack: region.stack.id,
      address: region.stack.id,
      reason: 'a',
      owner: 'a',
      ticket: 'a',
      expires: '2026-01-02',
    },
  ];
  const { outcome, appliable } = judge(
    analyse([planned(region, undefined, { problem })], context([region])),
    allow,
    new Date('2026-01-01'),
  );

  expect([outcome, appliable]).toEqual(['refused', []]);
});
