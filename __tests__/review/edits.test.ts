import { validated } from '../../config';
import { production } from '../../config/deployments/production';
import { sourcesOf } from '../../review';
import { analyse } from '../../review/analysis/analyse';
import { Reads } from '../../review/analysis/readers';
import type { StackSource } from '../../review/analysis/stack-source';
import { judge } from '../../review/gates/judge';
import type { ResourceChange } from '../../review/plan-json';
import { KEPT_TYPES } from '../../terraform/kept-types';
import { synthesizedStacksOf } from '../support/platform';
import { context, created, destroyed, plan, planned } from './support';

const base = sourcesOf(synthesizedStacksOf(validated(production)));
const FEWEST = 30;

/** What is refused of a stack, as `G01 aws_vpc.main`, where it alone has changed. */
function refusedOf(head: StackSource, changes: readonly ResourceChange[] = []): string[] {
  const all = base.map((each) => (each.stack.id === head.stack.id ? head : each));
  const review = analyse([planned(head, plan(changes))], context(all, base));
  return judge(review, [], new Date('2026-01-01'))
    .findings.filter(({ severity }) => severity === 'refuse')
    .map(({ gate, address }) => `${gate} ${address}`);
}

test('no stack of a document may give up an output that another one reads', () => {
  const reads = new Reads(base);
  const edits = base.flatMap(({ stack, json }) =>
    Object.keys(json.output ?? {})
      .filter((output) => reads.readersOf(stack.id, output).length > 0)
      .map((output) => ({ stack, json, output })),
  );
  const accepted = edits.filter(({ stack, json, output }) => {
    const { [output]: _gone, ...left } = json.output ?? {};
    return !refusedOf({ stack, json: { ...json, output: left } }).includes(`G03 output.${output}`);
  });

  expect(edits.length).toBeGreaterThanOrEqual(FEWEST);
  expect(accepted.map(({ stack, output }) => `${stack.id} ${output}`)).toEqual([]);
});

const held = base.flatMap(({ stack, json }) =>
  Object.entries(json.resource ?? {}).flatMap(([type, byName]) =>
    type in KEPT_TYPES ? Object.keys(byName).map((name) => ({ stack, json, type, name })) : [],
  ),
);
type Held = (typeof held)[number];

/** The stack with another block in the place of a kept one, or with none. */
function without({ stack, json, type, name }: Held, another: object = {}): StackSource {
  const { [name]: _gone, ...left } = json.resource?.[type] ?? {};
  const resource = { ...json.resource, [type]: { ...left, ...another } };
  return { stack, json: { ...json, resource } };
}

test.each<[string, (one: Held) => string[]]>([
  ['is taken out', (one) => refusedOf(without(one), [destroyed(`${one.type}.${one.name}`)])],
  [
    'is taken out together with the protection of its document',
    (one) => {
      const head = without(one);
      const stack = { ...head.stack, deletionProtection: false };
      return refusedOf({ ...head, stack }, [destroyed(`${one.type}.${one.name}`)]);
    },
  ],
  [
    'gets another name and no guard',
    (one) =>
      refusedOf(without(one, { renamed: {} }), [
        destroyed(`${one.type}.${one.name}`),
        created(`${one.type}.renamed`, {}),
      ]),
  ],
])('no edit is accepted by which something that a document keeps %s', (_, edit) => {
  const accepted = held.filter((one) => !edit(one).includes(`G01 ${one.type}.${one.name}`));

  expect(held.length).toBeGreaterThanOrEqual(FEWEST);
  expect(accepted.map(({ stack, type, name }) => `${stack.id} ${type}.${name}`)).toEqual([]);
});
