import type { Locator, Page } from 'playwright-core';

export interface AskedViewer {
  readonly host: string;
  readonly path: string;
  readonly country: string;
  readonly method?: string;
  /** @default - the first of the list */
  readonly location?: string;
}

/** The console as somebody uses it who sees it. */
export class ConsolePage {
  constructor(readonly page: Page) {}

  async open(endpoint: string): Promise<void> {
    await this.page.goto(`${endpoint}/_local`);
    await this.page.getByText('Live', { exact: true }).waitFor();
  }

  region(name: string): Locator {
    return this.page.getByRole('article', { name, exact: true });
  }

  regionNames(): Promise<string[]> {
    return this.page.locator('article h4 > span:first-child').allTextContents();
  }

  button(label: string, region: string): Locator {
    return this.page.getByRole('button', { name: `${label} ${region}`, exact: true });
  }

  /** What a region's card says of it, such as `Alive`. */
  async badges(region: string): Promise<string[]> {
    return this.region(region).locator('.badges li:not([hidden])').allTextContents();
  }

  /** Region that the name of a region leads to, as far as a resolver keeps it. */
  leadsTo(region: string): Promise<string | null> {
    return this.page.locator(`[data-route="${region}"]`).getAttribute('data-leads-to');
  }

  async speed(times: number): Promise<void> {
    await this.page.getByLabel('Speed').selectOption(String(times));
  }

  /** Sends the form, and reads what is said of the answer. */
  async ask({ host, path, country, method = 'GET', location = '' }: AskedViewer): Promise<string> {
    const form = this.page.getByRole('region', { name: 'Ask as a viewer' });
    await form.getByLabel('Country').selectOption(country);
    await form.getByLabel('Edge location').selectOption(location);
    await form.getByLabel('Method').selectOption(method);
    await form.getByLabel('Host').selectOption(host);
    await form.getByLabel('Path').fill(path);
    await form.getByRole('button', { name: 'Ask' }).click();
    return until(
      'an answer',
      async () => (await this.page.locator('#answer').textContent()) ?? '',
      (answer) => answer !== '' && answer !== 'Asks …',
    );
  }

  /** The sentences of the trace of what was asked last, with the answer's: on a busy machine they come one by one. What is done behind the viewer's back may follow. */
  trace(): Promise<string[]> {
    return until(
      'the whole trace',
      () => this.page.locator('#answer-trace li').allTextContents(),
      (sentences) => sentences.some((sentence) => sentence.includes('The viewer gets')),
    );
  }

  async lose(bucket: string, key: string): Promise<void> {
    const form = this.page.getByRole('region', { name: 'Objects' });
    await form.getByRole('combobox', { name: 'Bucket' }).selectOption(bucket);
    await form.getByRole('textbox', { name: 'Key' }).fill(key);
    await form.getByRole('button', { name: 'Lose it' }).click();
    await form.getByText(`${bucket} has lost ${key}`).waitFor();
  }

  /** How far the fill of an object has come: `found`, `missed`, `filling`, `filled` and so on. */
  async fill(key: string): Promise<string | null> {
    const story = this.page.locator(`#stories > [data-key="${key}"]`);
    return (await story.count()) === 0 ? null : story.getAttribute('data-state');
  }
}

/** Looks until what it sees holds. Rejects after a while with what it saw last. */
export async function until<T>(
  what: string,
  look: () => Promise<T>,
  holds: (seen: T) => boolean,
  seconds = 90,
): Promise<T> {
  const end = Date.now() + seconds * 1000;
  let seen = await look();
  while (!holds(seen)) {
    if (Date.now() > end)
      throw new Error(`${what}: not within ${seconds} s, at last ${JSON.stringify(seen)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
    seen = await look();
  }
  return seen;
}
