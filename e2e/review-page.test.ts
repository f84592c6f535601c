import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { context, destroyed, plan, planned, replaced, source, updated } from '../__tests__/review/support';
import { analyse } from '../review/analysis/analyse';
import { judge } from '../review/gates/judge';
import { render } from '../review/report';
import { openChromium } from './support/chromium';

const NARROW = { width: 375, height: 812 };
/** Pixels of a line of text that is still read. */
const READABLE = 10;

/** A change of five stacks, with names as long as they get: no word of it has a place to break. */
function page(): string {
  const regions = ['asia', 'europe', 'america'].map((name) =>
    source(`production-region-${name}`, {}, { deletionProtection: true }),
  );
  const [global, mesh] = [source('production-global'), source('production-mesh')];
  const inputs = [{ producer: 'production-global', output: 'hosted_zone_id', source: 'planned' as const }];
  const address = `aws_vpc_endpoint.network_endpoints_${'secretsmanager'.repeat(6)}_1C87953C`;
  const review = judge(
    analyse(
      [
        planned(global, plan([updated('aws_wafv2_web_acl.a', { arn: 'a'.repeat(300) }, { arn: 'b' })])),
        ...regions.map((each) =>
          planned(
            each,
            plan([
              destroyed('aws_vpc.network'),
              replaced(
                address,
                { policy: '{}' },
                { policy: 'x'.repeat(400) },
                { replace_paths: [['policy']] },
              ),
            ]),
            { inputs },
          ),
        ),
        planned(mesh, plan([]), { inputs }),
      ],
      context([global, ...regions, mesh]),
    ),
    [],
    new Date('2026-01-10'),
  );
  return render(review, 'html');
}

let browser: Browser;
let shown: Page;
const complaints: string[] = [];

before(async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'meridian-page-')), 'review.html');
  writeFileSync(file, page());
  browser = await openChromium();
  shown = await browser.newPage({ viewport: NARROW });
  shown.on('console', (message) => complaints.push(message.text()));
  shown.on('pageerror', (error) => complaints.push(String(error)));
  shown.on('request', (request) => {
    if (!request.url().startsWith('file:')) complaints.push(`asked for ${request.url()}`);
  });
  await shown.goto(pathToFileURL(file).href);
});
after(() => browser?.close());

test('a screen of 375 pixels has the whole width of the page, also with every stack open', async () => {
  for (const summary of await shown.locator('summary').all()) await summary.click();

  assert.equal(await shown.locator('details[open]').count(), 5);
  assert.equal(await shown.evaluate('document.documentElement.scrollWidth'), NARROW.width);
});

test('what is refused is seen first, without scrolling', async () => {
  await shown.evaluate('scrollTo(0, 0)');
  const heading = await shown.locator('h1.refused').boundingBox();

  assert.ok(heading !== null && heading.y + heading.height < NARROW.height);
  assert.match((await shown.locator('h2').first().textContent()) ?? '', /^Refused$/);
  assert.match((await shown.locator('li').first().textContent()) ?? '', /^G01 .*destroys aws_vpc\.network/);
});

test('the picture has every stack in letters that can be read', async () => {
  const letters = shown.locator('svg text');
  const heights = await Promise.all(
    (await letters.all()).map(async (each) => (await each.boundingBox())?.height ?? 0),
  );

  assert.equal(await shown.locator('svg rect').count(), 5);
  assert.equal(heights.length, 10);
  assert.ok(Math.min(...heights) >= READABLE, `${Math.min(...heights).toFixed(1)} pixels`);
});

test('a stack opens with the keyboard alone', async () => {
  const summary = shown.locator('summary').first();
  await summary.click();
  assert.equal(await shown.locator('details[open]').count(), 4);
  await summary.focus();
  await shown.keyboard.press('Enter');

  assert.equal(await shown.locator('details[open]').count(), 5);
});

test('it has nothing to complain of, and asks nobody', () => assert.deepEqual(complaints, []));
