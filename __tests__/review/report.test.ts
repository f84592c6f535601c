import { analyse } from '../../review/analysis/analyse';
import type { JudgedReview } from '../../review/gates/judge';
import { judge } from '../../review/gates/judge';
import type { ResourceChange } from '../../review/plan-json';
import { formats, render } from '../../review/report';
import { MOST_BYTES } from '../../review/report/markdown';
import { context, created, destroyed, plan, planned, replaced, reviewOf, source, updated } from './support';

const today = new Date('2026-01-10');
const head = source('x-region-asia', {}, { deletionProtection: true });
const judged = (changes: ResourceChange[], side = head): JudgedReview =>
  judge(reviewOf(changes, { head: side }), [], today);

const small = judged([
  replaced('aws_vpc.a', { cidr_block: 'a' }, { cidr_block: 'b' }, { replace_paths: [['cidr_block']] }),
  updated('aws_autoscaling_group.a', { min_size: 3 }, { min_size: 2 }),
]);

test.each(formats)('%s is the same each time', (format) => {
  expect(render(small, format)).toBe(render(structuredClone(small), format));
});

test('a comment says first what is refused, then each stack in a line, what goes, and what it means', () => {
  const text = render(small, 'md');
  const order = [
    'Refused: this must not',
    '**G01**',
    '| x-region-asia |',
    'replace `aws_vpc.a` because of cidr\\_block',
    'instances at least 3 → 2',
    '<details>',
    '~ min_size: 3 → 2',
  ];
  const found = order.map((each) => text.indexOf(each.replace('cidr\\_block', 'cidr_block')));
  expect(found).toEqual([...found].sort((a, b) => a - b));
  expect(found).not.toContain(-1);
});

test('a stack is said to be applied as reviewed where its plan is kept and no gate refuses it', () => {
  const row = (changes: ResourceChange[], isKept: boolean) => {
    const review = judge(reviewOf(changes, { head, options: { isKept } }), [], today);
    expect(render(review, 'html').includes('may be applied as it is')).toBe(review.appliable.length > 0);
    return render(review, 'md').match(/^\| x-region-asia .*$/m)?.[0];
  };
  const change = updated('aws_autoscaling_group.a', { min_size: 3 }, { min_size: 2 });
  expect(row([change], true)).toMatch(/\| yes \|$/);
  expect(row([change], false)).toMatch(/\| no \|$/);
  expect(row([destroyed('aws_vpc.a')], true)).toMatch(/\| no \|$/);
  expect(row([], false)).toMatch(/\| – \|$/);
});

describe('a comment that would be too long', () => {
  const changes = Array.from({ length: 3000 }, (_, index) =>
    created(`aws_route.r${index}`, { description: 'ü'.repeat(100) }),
  );
  const losses = Array.from({ length: 40 }, (_, index) => destroyed(`aws_vpc.v${index}`));

  test('fits, says how much is cut, and keeps every refusal', () => {
    const text = render(judged([...changes, ...losses]), 'md');
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(MOST_BYTES);
    expect(text).toMatch(/\*\*Cut: \d+ more lines are in the HTML report/);
    for (const { address } of losses) expect(text).toContain(`"x-region-asia" destroys ${address}:`);
    expect(text.split('<details>').length).toBe(text.split('</details>').length);
  });

  test('fits even where the refusals alone do not', () => {
    const many = Array.from({ length: 2000 }, (_, index) => destroyed(`aws_vpc.v${index}`));
    const text = render(judged(many), 'md');
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(MOST_BYTES);
    expect(text).toContain('## Refused: this must not be applied');
    expect(text).toMatch(/\*\*Cut: \d+ more lines/);
  });
});

test('what others have written is text in every format', () => {
  const evil =
    '</details></script><img src=x onerror=alert(1)> @everyone `x` | [a](b)\n```\n## Nothing stands against it';
  const review = judged([
    created(`aws_vpc.a["${evil}"]`, { description: evil }),
    destroyed(`aws_vpc.b["${evil}"]`),
  ]);
  const page = render(review, 'html');
  expect(page).not.toContain('<img');
  expect(page).not.toContain('</script>');
  const comment = render(review, 'md');
  expect(comment.match(/^## .*/gm)).toEqual(['## Refused: this must not be applied']);
  const outside = comment.replace(/(`{3,})diff[\s\S]*?\1/g, '');
  expect(outside.replace(/(`+)[^`].*?\1/g, '')).not.toContain('<img');
  expect(comment.match(/<\/details>/g)?.length).toBeGreaterThan(0);
  expect(() => JSON.parse(render(review, 'sarif'))).not.toThrow();
  expect(render(review, 'junit')).not.toContain('<img');
});

test('a page loads nothing, and draws every stack with who reads it', () => {
  const global = source('x-global');
  const inputs = [{ producer: 'x-global', output: 'zone', source: 'planned' as const }];
  const review = judge(
    analyse([planned(global, plan([])), planned(head, plan([]), { inputs })], context([global, head])),
    [],
    today,
  );
  const page = render(review, 'html');
  expect(page).not.toMatch(/(?:src|href)=|<script|url\(/);
  expect(page.match(/<rect/g)).toHaveLength(2);
  expect(page.match(/<line class="made"/g)).toHaveLength(1);
  expect(page).toContain('width=device-width');
});

test('machines are told the same: levels, suppressions and failures', () => {
  const entry = {
    gate: 'G01',
    stack: 'x-region-asia',
    address: 'aws_vpc.a',
    reason: 'it is moved',
    owner: 'o',
    ticket: 't',
    expires: '2026-01-11',
  };
  const review = judge(reviewOf([destroyed('aws_vpc.a'), destroyed('aws_eip.b')], { head }), [entry], today);
  const { runs } = JSON.parse(render(review, 'sarif'));
  expect(runs[0].results).toMatchObject([
    {
      ruleId: 'G01',
      level: 'error',
      locations: [{ logicalLocations: [{ fullyQualifiedName: 'x-region-asia/aws_eip.b' }] }],
    },
    { ruleId: 'G01', suppressions: [{ justification: 'o, t: it is moved' }] },
  ]);
  expect(render(review, 'junit')).toContain('<testsuite name="x-region-asia" tests="2" failures="1">');
  expect(JSON.parse(render(review, 'json'))).toMatchObject({ version: 1, outcome: 'refused' });
});
