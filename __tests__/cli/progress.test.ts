import { describeChanges, progressPrinter } from '../../cli/progress';
import type { ProgressEvent } from '../../terraform/json-output';
import { isNothing, NOTHING } from '../../terraform/json-output';

const events: readonly ProgressEvent[] = [
  { kind: 'command', command: 'apply' },
  { kind: 'resource', address: 'aws_vpc.main', action: 'read', phase: 'complete' },
  { kind: 'planned', add: 2, change: 0, remove: 0 },
  { kind: 'resource', address: 'aws_sqs_queue.misses', action: 'create', phase: 'start' },
  {
    kind: 'resource',
    address: 'aws_sqs_queue.misses',
    action: 'create',
    phase: 'progress',
    elapsedSeconds: 10,
  },
  {
    kind: 'resource',
    address: 'aws_sqs_queue.misses',
    action: 'create',
    phase: 'complete',
    elapsedSeconds: 12,
  },
  { kind: 'resource', address: 'aws_sqs_queue.dead', action: 'create', phase: 'errored', elapsedSeconds: 3 },
];

function printed(isTTY: boolean): string {
  let text = '';
  const write = (chunk: string | Uint8Array) => {
    text += String(chunk);
    return true;
  };
  const printer = progressPrinter('demo-global', { isTTY, columns: 60, write });
  for (const event of events) printer.onProgress(event);
  printer.end();
  return text;
}

test('in a log there is one line per command and per finished resource', () => {
  expect(printed(false)).toBe(
    [
      'demo-global: apply',
      '  [1/2] aws_sqs_queue.misses: created in 12s',
      '  aws_sqs_queue.dead: failed after 3s',
      '',
    ].join('\n'),
  );
});

test('a terminal also gets a line that says what is under way, cut to its width', () => {
  const text = printed(true);
  expect(text).toContain('demo-global: 0/2, creating aws_sqs_queue.misses 10s');
  const lines = text.split('\r\u001b[2K').map((line) => line.trimEnd());
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(60);
});

test('changes are told in words', () => {
  expect(describeChanges({ ...NOTHING, add: 12, outputs: 1 }, 'to')).toBe(
    '12 to add, 0 to change, 0 to destroy, 1 output',
  );
  expect(describeChanges({ ...NOTHING, add: 1, imported: 2 }, 'done')).toBe(
    '1 added, 0 changed, 0 destroyed, 2 imported',
  );
  expect(describeChanges({ ...NOTHING, moved: 1, forgotten: 3 }, 'to')).toBe(
    '0 to add, 0 to change, 0 to destroy, 1 to move, 3 to forget',
  );
});

test.each(['outputs', 'moved', 'forgotten'])('a plan that changes only %s is not nothing', (what) => {
  expect(isNothing(NOTHING)).toBe(true);
  expect(isNothing({ ...NOTHING, [what]: 1 })).toBe(false);
});
