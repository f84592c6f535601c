import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { ShownWorld } from 'local-aws/console/view/contract';
import type { Browser } from 'playwright-core';
import { openChromium } from './chromium';
import { ConsolePage, until } from './console-page';
import { EdgeApi } from './edge-api';

export interface ConsoleTestsProps {
  /** Of the edge. */
  readonly endpoint: () => string;
  /** Puts an object into a bucket, as a fill does. */
  readonly store: (bucket: string, awsRegion: string, key: string) => Promise<void>;
}

/** Detection and TTLs take a minute and a half at the machine's speed. */
const SPEED = 30;

/** What the console does in a real browser: every button is pressed, and what comes of it looked at. */
export function consoleTests({ endpoint, store }: ConsoleTestsProps): void {
  let browser: Browser;
  let shown: ConsolePage;
  const complaints: string[] = [];
  const edge = new EdgeApi(endpoint);
  const asPosted = async (country: string) => shown.ask(await edge.viewer(country, 'POST'));

  describe('the console', () => {
    before(async () => {
      browser = await openChromium();
      const page = await browser.newPage({ viewport: { width: 1280, height: 960 } });
      page.on('pageerror', (error) => complaints.push(String(error)));
      page.on('console', (message) => {
        // What the edge refuses is told by the page itself.
        const isComplaint = message.type() === 'error' && !/^Failed to load resource/.test(message.text());
        if (isComplaint) complaints.push(message.text());
      });
      page.on('request', (request) => {
        if (!request.url().startsWith(`${endpoint()}/`)) complaints.push(`asked for ${request.url()}`);
      });
      shown = new ConsolePage(page);
      await shown.open(endpoint());
    });

    after(async () => {
      await browser?.close();
      await edge.post('/world/clock', { speed: 1 });
      for (const { name } of (await edge.world()).regions) {
        await edge.post('/world/recover', { region: name });
        await edge.post('/world/undrain', { region: name });
      }
    });

    test('draws every region with its verdicts', async () => {
      const { regions } = await edge.world();
      assert.deepEqual(
        await shown.regionNames(),
        regions.map(({ name }) => name),
      );
      for (const { name } of regions) {
        assert.deepEqual(await shown.badges(name), ['Alive', 'Health check passes', 'Targets healthy']);
      }
    });

    for (const method of ['GET', 'HEAD', 'POST', 'OPTIONS']) {
      test(`Ask sends ${method} and tells what happened to it`, async () => {
        const country = await edge.countryOf(await edge.firstRegion());
        const answer = await shown.ask(await edge.viewer(country, method));
        assert.match(
          answer,
          new RegExp(`^200 from ${await edge.firstRegion()} · .+ from cloudfront · \\d+ ms`),
        );
        const sentences = await shown.trace();
        assert.match(sentences[0] ?? '', new RegExp(`asks: ${method} https://`));
        assert.match(sentences.at(-1) ?? '', /The viewer gets 200/);
      });
    }

    test('Ask tells why it did not ask', async () => {
      assert.match(
        await shown.ask({ ...(await edge.viewer('JP')), path: '/_local/world' }),
        /Not asked: path: expected a path of the site/,
      );
    });

    test('a request of the list opens its trace', async () => {
      const { page } = shown;
      const { path, ...rest } = await edge.viewer('JP');
      await shown.ask({ ...rest, path });
      const row = page.getByRole('button', { name: path });
      await row.click();
      assert.equal(await row.getAttribute('aria-expanded'), 'true');
      const trace = page.locator(`#${await row.getAttribute('aria-controls')}`);
      assert.match((await trace.textContent()) ?? '', /The viewer gets 200/);
      await row.click();
      assert.equal(await trace.isVisible(), false);
    });

    test('Speed lets time run faster', async () => {
      await shown.speed(SPEED);
      await until(
        'the speed',
        () => edge.world(),
        ({ speed }) => speed === SPEED,
      );
    });

    test('Kill shows the region dead, and its viewers move', async () => {
      const region = await edge.firstRegion();
      const country = await edge.countryOf(region);
      await asPosted(country);
      await shown.button('Kill', region).click();
      await until(
        'the region is dead',
        () => shown.badges(region),
        ([badge]) => badge === 'Dead',
      );
      assert.equal(await shown.button('Kill', region).getAttribute('aria-disabled'), 'true');
      await until(
        'a POST is answered elsewhere',
        () => asPosted(country),
        (answer) => {
          assert.doesNotMatch(answer, new RegExp(`^200 from ${region} `));
          return answer.startsWith('200 from ');
        },
      );
      await until(
        'the name leads elsewhere',
        () => shown.leadsTo(region),
        (to) => to !== null && to !== region,
      );
      assert.match(
        await shown.page.getByRole('list', { name: 'Events' }).innerText(),
        new RegExp(`${region}: (health check fails|targets are unhealthy)`),
      );
    });

    test('Recover shows the region alive, and its viewers return', async () => {
      const region = await edge.firstRegion();
      await shown.button('Recover', region).click();
      await until(
        'the region is alive',
        () => shown.badges(region),
        ([badge]) => badge === 'Alive',
      );
      await until(
        'the health check passes',
        () => shown.badges(region),
        (badges) => badges.includes('Health check passes') && badges.includes('Targets healthy'),
      );
      const country = await until(
        'a viewer',
        () => edge.countryOf(region).catch(() => undefined),
        (one) => one !== undefined,
      );
      await until(
        'a POST is answered by the region',
        () => asPosted(country ?? ''),
        (answer) => answer.startsWith(`200 from ${region} `),
      );
    });

    test('Drain shows the region drained, and another one answers its viewers', async () => {
      const region = await edge.firstRegion();
      const country = await edge.countryOf(region);
      await shown.button('Drain', region).click();
      await until(
        'the region is drained',
        () => shown.badges(region),
        (badges) => badges.includes('Drained'),
      );
      const answer = await shown.ask(await edge.viewer(country));
      assert.match(answer, /^200 from /);
      assert.doesNotMatch(answer, new RegExp(`from ${region} `));
    });

    test('Undrain takes that back', async () => {
      const region = await edge.firstRegion();
      await shown.button('Undrain', region).click();
      await until(
        'the region is not drained',
        () => shown.badges(region),
        (badges) => !badges.includes('Drained'),
      );
      const country = await edge.countryOf(region);
      assert.match(await shown.ask(await edge.viewer(country)), new RegExp(`^200 from ${region} `));
    });

    test('Lose it takes an object out of a bucket, and its fill is seen as it happens', async () => {
      await shown.speed(1);
      const { buckets = [], regions } = await edge.world();
      const [bucket] = buckets;
      assert.ok(bucket);
      const region = regions.find(({ awsRegion }) => awsRegion === bucket.awsRegion);
      assert.ok(region, `no region is in ${bucket.awsRegion}`);
      const key = `images/console-${process.pid}-${Date.now()}.png`;
      const media = {
        host: await edge.host('media.'),
        path: `/${key}`,
        country: await edge.countryOf(region.name),
      };

      await store(bucket.bucket, bucket.awsRegion, key);
      await shown.ask({ ...media, location: 'FRA56-P1' });
      assert.equal(await until('the object', () => shown.fill(key), Boolean), 'found');

      await shown.lose(bucket.bucket, key);
      // The page hears of the fill's end when it has shown the way there, however fast that was.
      await shown.page.route('**/_local/world', async (route) => {
        const response = await route.fetch();
        const told: ShownWorld = await response.json();
        const events = told.events.filter(({ event }) => event !== 'batch');
        await route.fulfill({ response, json: { ...told, events } });
      });
      const served = await shown.ask({ ...media, location: 'GRU3-P1' });
      const [, by] = /^200 from (\S+) · Miss /.exec(served) ?? [];
      assert.ok(by, served);
      assert.ok(
        (await shown.trace()).some((step) => step.endsWith(`${by} answers 200 in the place of full`)),
        served,
      );
      await until(
        'the message',
        () => shown.fill(key),
        (state) => state === 'filling',
      );
      await shown.page.unroute('**/_local/world');
      await until(
        'the fill',
        () => shown.fill(key),
        (state) => state === 'filled',
      );
      await until(
        'the end of the trace',
        () => shown.trace(),
        (steps) => / is done with it after /.test(steps.at(-1) ?? ''),
      );

      const again = await shown.ask({ ...media, location: 'NRT57-P1' });
      assert.match(again, new RegExp(`^200 from ${bucket.originId} `));
    });

    test('the keyboard is enough, and what has the focus keeps it', async () => {
      const { page } = shown;
      const region = await edge.firstRegion();
      const focused = () => page.locator(':focus').textContent();
      await page.reload();
      await shown.region(region).waitFor();
      const tabTo = async (name: string) => {
        for (let presses = 0; presses < 60; presses++) {
          await page.keyboard.press('Tab');
          if ((await focused()) === name) return;
        }
        throw new Error(`Tab does not reach ${name}`);
      };
      await tabTo(`Kill ${region}`);
      await page.keyboard.press('Enter');
      await until(
        'the region is dead',
        () => shown.badges(region),
        ([badge]) => badge === 'Dead',
      );
      const before = (await edge.world()).now;
      await until(
        'two polls',
        () => edge.world(),
        ({ now }) => now > before + 1500,
      );
      assert.equal(await focused(), `Kill ${region}`);
      await tabTo(`Recover ${region}`);
      await page.keyboard.press('Space');
      await until(
        'the region is alive',
        () => shown.badges(region),
        ([badge]) => badge === 'Alive',
      );
    });

    test('fits a screen of 320 pixels', async () => {
      const { page } = shown;
      await page.setViewportSize({ width: 320, height: 640 });
      const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
      await page.setViewportSize({ width: 1280, height: 960 });
      assert.equal(wide, 320);
    });

    const screenshot = process.env.MERIDIAN_SCREENSHOT;
    if (screenshot !== undefined) {
      test('is drawn with a region that is dead and an object on its way', async () => {
        const [dead, ...others] = await shown.regionNames();
        assert.ok(dead);
        const country = await edge.countryOf(dead);
        const near = await edge.countryOf(others[0] ?? '');
        for (const region of others) {
          await shown.ask({ ...(await edge.viewer(await edge.countryOf(region))), location: 'FRA56-P1' });
        }
        await shown.speed(SPEED);
        await shown.button('Kill', dead).click();
        await until(
          'the name leads elsewhere',
          async () => {
            await shown.ask({ ...(await edge.viewer(country, 'POST')), location: 'NRT57-P1' });
            return shown.leadsTo(dead);
          },
          (to) => to !== null && to !== dead,
        );
        await shown.speed(1);
        await shown.ask({ host: await edge.host('media.'), path: '/images/earth.png', country: near });
        await until('the object', () => shown.fill('images/earth.png'), Boolean);
        await shown.page.screenshot({ path: screenshot, fullPage: true });
        await shown.button('Recover', dead).click();
      });
    }

    test('has nothing to complain of, and asks nobody else', () => {
      assert.deepEqual(complaints, []);
    });

    test('says that the edge does not answer, and goes on when it does', async () => {
      const { page } = shown;
      await page.route('**/_local/world', (route) => route.abort());
      await page.getByText('The local edge does not answer').waitFor();
      await page.unroute('**/_local/world');
      await page.getByText('Live', { exact: true }).waitFor();
    });
  });
}
