import { Display } from '../../../local/display/display';
import { table } from '../../../local/display/table';
import type { ProgressEvent } from '../../../terraform/json-output';

function shown(isTty: boolean) {
  const written: string[] = [];
  let now = 0;
  const terminal = { isTty, columns: 60, write: (text: string) => void written.push(text) };
  const display = new Display(terminal, () => now);
  return {
    display,
    text: () => written.join(''),
    pass: (seconds: number) => {
      now += seconds * 1000;
    },
  };
}

const resource = (
  address: string,
  phase: 'start' | 'progress' | 'complete' | 'errored',
  action: 'create' | 'read' = 'create',
): ProgressEvent => ({ kind: 'resource', address, action, phase });

describe('a display that is no terminal', () => {
  it('writes a line for a new step, then at most one in ten seconds', () => {
    const { display, text, pass } = shown(false);
    display.begin('demo-global');
    display.take('demo-global', { kind: 'command', command: 'init' });
    display.take('demo-global', { kind: 'command', command: 'plan' });
    display.take('demo-global', resource('data.x.y', 'start', 'read'));
    pass(2);
    display.take('demo-global', { kind: 'planned', add: 3, change: 1, remove: 0 });
    display.take('demo-global', { kind: 'command', command: 'apply' });
    display.take('demo-global', resource('aws_a.one', 'start'));
    display.take('demo-global', resource('aws_a.two', 'start'));
    display.take('demo-global', resource('aws_a.one', 'complete'));
    pass(11);
    display.take('demo-global', resource('aws_a.two', 'progress'));
    display.take('demo-global', resource('aws_a.two', 'progress'));
    pass(1);
    expect(display.end('demo-global', 'applied (3 added)')).toBe(14);
    expect(text().split('\n')).toEqual([
      '  demo-global: plan, 0 s',
      '  demo-global: apply 0/4, 2 s',
      '  demo-global: apply 1/4, 13 s (aws_a.two)',
      '  demo-global: applied (3 added), 14 s',
      '',
    ]);
  });

  it('says at once that a resource failed', () => {
    const { display, text } = shown(false);
    display.begin('demo-global');
    display.take('demo-global', { kind: 'command', command: 'apply' });
    display.take('demo-global', resource('aws_a.one', 'start'));
    display.take('demo-global', resource('aws_a.two', 'start'));
    display.take('demo-global', resource('aws_a.one', 'errored'));
    expect(text()).toContain('demo-global: apply, 0 s (aws_a.two)');
  });
});

describe('several stacks together', () => {
  const makes = (display: Display, id: string, planned: number, done: number) => {
    display.begin(id);
    display.take(id, { kind: 'planned', add: planned, change: 0, remove: 0 });
    for (let made = 0; made < done; made++) display.take(id, resource(`aws_a.${id}-${made}`, 'complete'));
  };
  const three = new Map([
    ['one', 100],
    ['two', 100],
    ['three', 300],
  ]);

  it('say after each of them how many are done, and how long the rest takes at their pace', () => {
    const { display, text, pass } = shown(false);
    display.expect(three);
    makes(display, 'one', 100, 100);
    pass(100);
    display.end('one', 'applied');
    expect(text()).toContain(
      '  one: applied, 100 s\n  1 of 3 stacks, 100 resources made; about 7 min left at this pace\n',
    );
  });

  it('expect of what is not planned the share of changes that was planned of the others', () => {
    const { display, text, pass } = shown(false);
    display.expect(three);
    makes(display, 'one', 25, 25);
    pass(25);
    display.end('one', 'applied');
    expect(text()).toContain('1 of 3 stacks, 25 resources made; about 2 min left at this pace\n');
  });

  it('guess nothing from a few resources, or none', () => {
    const { display, text, pass } = shown(false);
    display.expect(three);
    makes(display, 'one', 3, 3);
    pass(20);
    display.end('one', 'applied');
    makes(display, 'two', 0, 0);
    display.end('two', 'nothing to change');
    expect(text()).toContain('1 of 3 stacks, 3 resources made\n');
    expect(text()).not.toContain('left');
  });

  it('have the last live line on a terminal, while one is at work', () => {
    const { display, text } = shown(true);
    display.expect(three);
    display.begin('one');
    expect(text()).toBe('… one: waiting, 0 s\n  0 of 3 stacks\n');
    display.end('one', 'applied');
    expect(text()).toMatch(/ {2}one: applied, 0 s\n$/);
  });
});

describe('a display on a terminal', () => {
  it('keeps one live line per stack at work below the lines that stay', () => {
    const { display, text } = shown(true);
    display.begin('one');
    display.begin('two');
    display.end('one', 'applied');
    display.close();
    const erased = (lines: number) => `\u001b[${lines}A\u001b[J`;
    expect(text()).toBe(
      [
        '… one: waiting, 0 s\n',
        `${erased(1)}… one: waiting, 0 s\n… two: waiting, 0 s\n`,
        `${erased(2)}  one: applied, 0 s\n… two: waiting, 0 s\n`,
        erased(1),
      ].join(''),
    );
  });

  it('never writes a live line longer than the terminal is wide', () => {
    const { display, text } = shown(true);
    display.begin('x'.repeat(100));
    display.close();
    expect(text().split('\n')[0]).toHaveLength(59);
  });
});

describe('table', () => {
  it('aligns words to the left and numbers to the right', () => {
    expect(
      table(
        ['stack', 'added', 'outcome'],
        [
          ['demo-global', 3, 'applied'],
          ['x', 12, 'failed'],
        ],
      ).split('\n'),
    ).toEqual([
      '  stack        added  outcome',
      '  demo-global      3  applied',
      '  x               12  failed',
    ]);
  });
});
