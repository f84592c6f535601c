import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Started, startInWords, startServices } from 'local-aws/daemon/services';
import { findMoto } from 'local-aws/setup/moto';
import { DAEMON, LOCAL_DIRECTORY } from './directory';

export interface UpOptions {
  readonly signal: AbortSignal;
  readonly say: (text: string) => void;
}

/** The local AWS, started with what it had where it does not run. */
export async function up({ signal, say }: UpOptions): Promise<Started> {
  const port = process.env.MERIDIAN_LOCAL_PORT;
  if (port !== undefined && !/^\d{1,5}$/.test(port)) {
    throw new Error(`MERIDIAN_LOCAL_PORT: expected a port number, got ${JSON.stringify(port)}`);
  }
  const started = await startServices({
    directory: LOCAL_DIRECTORY,
    daemon: DAEMON,
    port: port === undefined ? undefined : Number(port),
    moto: async () => {
      const launch = await findMoto({
        directory: LOCAL_DIRECTORY,
        indexUrl: process.env.MERIDIAN_PYTHON_INDEX_URL,
        onProgress: (text) => say(`${text} …`),
        signal,
      });
      say(`Starting the local AWS: ${launch.description}.`);
      return launch;
    },
    signal,
  });
  for (const line of startInWords(started)) say(line);
  if (started.outdated) say('It was started from older sources: npm stop, then npm start, to run these.');
  if (started.started) forgetOtherWorlds(started.state.instance);
  // What is answered differently may be planned differently.
  if (started.resumed?.differences.length)
    rmSync(join(LOCAL_DIRECTORY, 'applied'), { recursive: true, force: true });
  return started;
}

/** What is noted and kept of a world that is no more. */
function forgetOtherWorlds(instance: string): void {
  for (const directory of ['bootstrap', 'applied'].map((name) => join(LOCAL_DIRECTORY, name))) {
    for (const name of existsSync(directory) ? readdirSync(directory) : []) {
      if (name !== instance) rmSync(join(directory, name), { recursive: true, force: true });
    }
  }
}
