import { findOnPath, pythonShebang } from './path';
import { type RunOptions, reason, run } from './run';

export interface Python {
  /** The interpreter itself, behind whatever shim `PATH` has. */
  readonly executable: string;
  /** Version of moto that it can serve. */
  readonly motoVersion?: string;
}

/** Found by its parts, because importing moto takes a second; flask is what `moto[server]` adds. */
const PROBE = `
import sys, json, importlib.util as u, importlib.metadata as m
def version():
    try:
        return m.version("moto") if u.find_spec("moto") and u.find_spec("flask") and u.find_spec("flask_cors") else None
    except Exception:
        return None
print(json.dumps({"executable": sys.executable, "motoVersion": version()}))
`;

/** `undefined` when it does not run. */
export async function probePython(command: string, options?: RunOptions): Promise<Python | undefined> {
  const { status, stdout } = await run(command, ['-c', PROBE], options);
  if (status !== 0) {
    return undefined;
  }
  const found: { executable: string; motoVersion: string | null } = JSON.parse(stdout);
  return { executable: found.executable, motoVersion: found.motoVersion ?? undefined };
}

/** The interpreters that `PATH` offers: the one behind `moto_server` first. */
export function pythonCandidates(path?: string): string[] {
  const server = findOnPath('moto_server', path);
  const candidates = [
    server && pythonShebang(server),
    findOnPath('python3', path),
    findOnPath('python', path),
  ].filter((candidate) => candidate !== undefined);
  return [...new Set(candidates)];
}

/** A new virtual environment with moto in it; throws one line that says what is missing. */
export async function virtualEnvironment(
  directory: string,
  requirement: { readonly version: string; readonly indexUrl?: string },
  python: string,
  options?: RunOptions,
): Promise<Python> {
  const interpreter = `${directory}/bin/python`;
  const made = await run(python, ['-m', 'venv', '--clear', directory], options);
  if (made.status !== 0) {
    const missing = /ensurepip|No module named venv/.test(made.stdout + made.stderr)
      ? 'the venv module is missing (Debian, Ubuntu: apt install python3-venv)'
      : reason(made);
    throw new Error(`${python} -m venv: ${missing}`);
  }
  const index = requirement.indexUrl === undefined ? [] : ['--index-url', requirement.indexUrl];
  const installed = await run(
    interpreter,
    [
      '-m',
      'pip',
      'install',
      '--disable-pip-version-check',
      '--no-input',
      ...index,
      `moto[server]==${requirement.version}`,
    ],
    options,
  );
  if (installed.status !== 0) {
    // pip then goes on to say that there is no such version.
    const unreachable = /connection broken by|Failed to establish a new connection/.test(installed.stderr);
    const why = unreachable ? 'the package index cannot be reached' : reason(installed);
    throw new Error(`pip install 'moto[server]==${requirement.version}': ${why}`);
  }
  const ready = await probePython(interpreter, options);
  if (ready?.motoVersion !== requirement.version) {
    throw new Error(`${directory} has moto ${ready?.motoVersion ?? '(none)'} after pip install`);
  }
  return ready;
}
