import { join } from 'node:path';
import type { MotoLaunch } from '../daemon/moto';
import { PACKAGE_DIRECTORY } from '../directory';
import { containerArguments, containerEngine } from './container';
import { type Python, probePython, pythonCandidates, virtualEnvironment } from './python';

/** The one version that the emulators and corrections are written for. */
export const MOTO_VERSION = '5.2.1';

const EXTENSION = join(PACKAGE_DIRECTORY, 'moto');

export interface MotoSetup {
  /** Where it is installed when it has to be. */
  readonly directory: string;
  /** Python package index. @default - pip's own configuration */
  readonly indexUrl?: string;
  /** Where programs are looked for. @default - `PATH` */
  readonly path?: string;
  /** For pip and the interpreters. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Says what takes long. */
  readonly onProgress?: (message: string) => void;
  readonly signal?: AbortSignal;
}

/** Finds moto of the pinned version on the PATH, else installs it, else takes a container. */
export async function findMoto(setup: MotoSetup): Promise<MotoLaunch> {
  const { directory, indexUrl, path, onProgress, ...options } = setup;
  const tried: string[] = [];
  let python: Python | undefined;

  for (const candidate of pythonCandidates(path)) {
    const found = await probePython(candidate, options);
    if (found?.motoVersion === MOTO_VERSION) {
      return byPython(found);
    }
    python ??= found;
    const has = found?.motoVersion === undefined ? 'has no moto[server]' : `has moto ${found.motoVersion}`;
    tried.push(`PATH: ${candidate} ${found ? has : 'does not run'}`);
  }
  if (tried.length === 0) {
    tried.push('PATH: there is no python3');
  }

  const venv = join(directory, 'moto-venv');
  const installed = await probePython(join(venv, 'bin', 'python'), options);
  if (installed?.motoVersion === MOTO_VERSION) {
    return byPython(installed);
  }
  if (python) {
    onProgress?.(`installing moto ${MOTO_VERSION} into ${venv}`);
    try {
      const requirement = { version: MOTO_VERSION, indexUrl };
      return byPython(await virtualEnvironment(venv, requirement, python.executable, options));
    } catch (error) {
      tried.push(`virtual environment: ${(error as Error).message}`);
    }
  } else {
    tried.push('virtual environment: it needs python3');
  }
  setup.signal?.throwIfAborted();

  const image = `docker.io/motoserver/moto:${MOTO_VERSION}`;
  onProgress?.(`looking for the container image ${image}`);
  try {
    const engine = await containerEngine(image, path, options);
    return {
      command: engine,
      args: containerArguments(image, EXTENSION),
      description: `moto ${MOTO_VERSION} in ${engine}`,
    };
  } catch (error) {
    tried.push(`container: ${(error as Error).message}`);
  }
  setup.signal?.throwIfAborted();
  throw new Error(missing(tried, directory));
}

function byPython({ executable }: Python): MotoLaunch {
  return {
    command: executable,
    args: [join(EXTENSION, 'server.py'), '--port', '{port}'],
    // The order of a set is part of what moto answers, and has to be the same each time.
    environment: { PYTHONHASHSEED: '0' },
    description: `moto ${MOTO_VERSION} by ${executable}`,
  };
}

const missing = (
  tried: readonly string[],
  directory: string,
) => `moto ${MOTO_VERSION}, which plays AWS here, was found nowhere:
${tried.map((line) => `  ${line}`).join('\n')}
Any one of these gets it:
  python3 with its venv module (apt-get install python3-venv) and a package index in reach: it is then installed into ${join(directory, 'moto-venv')}
  docker or podman running, with docker.io/motoserver/moto:${MOTO_VERSION} in reach
  pipx install 'moto[server]==${MOTO_VERSION}'`;
