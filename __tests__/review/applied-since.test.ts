import { appliedSince } from '../../review/applied-since';

const text = (value: string) => ({ value, type: 'string' });
const edge = { block: 'x-global', producer: 'x-global', outputs: ['zone'], required: ['zone', 'name'] };
const kept = {
  state: { version: 4, lineage: 'a', serial: 3, outputs: {}, resources: [] },
  edges: [{ edge, inputs: [], outputs: { zone: text('Z1'), name: text('a') }, lost: [] }],
};
const now = (outputs: Readonly<Record<string, ReturnType<typeof text>>>) => new Map([['x-global', outputs]]);

test.each([
  ['nobody was', { lineage: 'a', serial: 3 }, { zone: text('Z1') }, []],
  [
    'an upstream was, with the same values',
    { lineage: 'a', serial: 3 },
    { zone: text('Z1'), name: text('b') },
    [],
  ],
  [
    'an upstream was',
    { lineage: 'a', serial: 3 },
    { zone: text('Z2') },
    [{ stack: 'x-global', outputs: ['zone'] }],
  ],
  ['an upstream was destroyed', { lineage: 'a', serial: 3 }, {}, [{ stack: 'x-global', outputs: ['zone'] }]],
  ['the stack was', { lineage: 'a', serial: 4 }, { zone: text('Z1') }, [{ stack: 'x-asia', outputs: [] }]],
  [
    'the stack lies in another state',
    { lineage: 'b', serial: 3 },
    { zone: text('Z1') },
    [{ stack: 'x-asia', outputs: [] }],
  ],
  ['the stack was destroyed', undefined, { zone: text('Z1') }, [{ stack: 'x-asia', outputs: [] }]],
])('what a plan was made of and is there now: %s applied since', (_, state, outputs, expected) => {
  expect(appliedSince('x-asia', kept, state, now(outputs))).toEqual(expected);
});
