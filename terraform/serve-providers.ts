import { type ChildProcess, spawn } from 'node:child_process';
import { on } from 'node:events';
import { readdirSync } from 'node:fs';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** How long a provider may take until it serves. */
const START_SECONDS = 30;

/** How long one may take to end once it is asked to. */
const GRACE_MILLISECONDS = 2000;

/** Providers that go on between one Terraform and the next. */
export interface ServedProviders {
  /** Lets Terraform take them in place of its own; empty where one of them does not serve. */
  readonly environment: Readonly<Record<string, string>>;
  end(): void;
}

/**
 * Starts each installed provider once, for commands that configure none: a provider has one configuration, and every Terraform that
 * came would change it.
 *
 * They end with this process, unless that is killed: nothing else would tell them.
 *
 * https://developer.hashicorp.com/terraform/plugin/debugging#starting-a-provider-in-debug-mode
 * @param dataDirectory `TF_DATA_DIR` of an initialized folder
 * @param signal gives up those that do not serve yet
 */
export async function serveProviders(dataDirectory: string, signal?: AbortSignal): Promise<ServedProviders> {
  const children = providerBinaries(dataDirectory).map((binary) =>
    spawn(binary, ['-debug'], { stdio: ['ignore', 'pipe', 'ignore'] }),
  );
  const kill = () => {
    for (const child of children) child.kill('SIGKILL');
  };
  process.once('exit', kill);
  const end = () => {
    for (const child of children) child.kill();
    setTimeout(() => {
      process.off('exit', kill);
      kill();
    }, GRACE_MILLISECONDS).unref();
  };
  try {
    const served = await Promise.all(children.map((child) => reattachment(child, signal)));
    for (const child of children) letGo(child);
    return { environment: { TF_REATTACH_PROVIDERS: JSON.stringify(Object.assign({}, ...served)) }, end };
  } catch {
    end();
    signal?.throwIfAborted();
    // Not every provider can do that. Terraform starts them itself, and says what is wrong with them.
    return { environment: {}, end };
  }
}

/** Lets this process end while it runs. */
function letGo(child: ChildProcess): void {
  child.unref();
  (child.stdout as Socket).unref();
}

/** `providers/<host>/<namespace>/<type>/<version>/<platform>/terraform-provider-<type>_…`, where those of a mirror are links. */
function providerBinaries(dataDirectory: string): string[] {
  const files = entries(join(dataDirectory, 'providers'), 5);
  return files.filter((path) => /[\\/]terraform-provider-[^\\/]+$/.test(path));
}

function entries(folder: string, depth: number): string[] {
  const here = readdirSync(folder).map((name) => join(folder, name));
  return depth === 0 ? here : here.flatMap((entry) => entries(entry, depth - 1));
}

/** What a provider says of itself once it serves. */
async function reattachment(child: ChildProcess, signal?: AbortSignal): Promise<object> {
  // One that does not start says nothing either.
  child.on('error', () => undefined);
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  const bounded = AbortSignal.any([...(signal ? [signal] : []), AbortSignal.timeout(START_SECONDS * 1000)]);
  const options = { signal: bounded, close: ['close'] };
  for await (const [line] of on(lines, 'line', options)) {
    const [, json] = /TF_REATTACH_PROVIDERS='(.*)'/.exec(line) ?? [];
    if (json !== undefined) return JSON.parse(json);
  }
  throw new Error('it ended before it served');
}
