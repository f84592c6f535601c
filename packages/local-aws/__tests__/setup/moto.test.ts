import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findMoto, MOTO_VERSION } from '../../setup/moto';

let directory: string;
let bin: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'local-aws-setup-'));
  bin = join(directory, 'bin');
  mkdirSync(bin);
});

afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

function program(name: string, script: string): string {
  const file = join(bin, name);
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}

/** Answers the question which moto it has, and nothing else. */
const fakePython = (name: string, motoVersion: string | null, otherwise = 'exit 1') =>
  program(
    name,
    `if [ "$1" = -c ]; then echo '{"executable": "${join(bin, name)}", "motoVersion": ${JSON.stringify(motoVersion)}}'; else ${otherwise}; fi`,
  );

const find = (more = {}) => findMoto({ directory, path: bin, ...more });

const failure = async (more = {}): Promise<string> => {
  const error = await find(more).then(
    () => undefined,
    (thrown: Error) => thrown,
  );
  return error?.message ?? 'it was found';
};

describe('findMoto', () => {
  it('takes the interpreter that has the pinned version', async () => {
    const python = fakePython('python3', MOTO_VERSION);
    const launch = await find();
    expect(launch.command).toBe(python);
    expect(launch.args).toEqual([expect.stringMatching(/local-aws\/moto\/server\.py$/), '--port', '{port}']);
  });

  it('takes the interpreter behind moto_server before any other', async () => {
    fakePython('python3', null);
    const own = fakePython('pipx-python3', MOTO_VERSION);
    const server = program('moto_server', '');
    writeFileSync(server, `#!${own}\nimport moto\n`);
    expect((await find()).command).toBe(own);
  });

  it('installs the pinned version into a virtual environment, once', async () => {
    const installs = join(directory, 'installs');
    const venv = join(directory, 'moto-venv');
    const inside = `#!/bin/sh
if [ "$1" = -c ]; then echo '{"executable": "${venv}/bin/python", "motoVersion": "${MOTO_VERSION}"}'; else echo "$@" >> ${installs}; fi`;
    fakePython(
      'python3',
      null,
      `mkdir -p $4/bin && cat > $4/bin/python <<'END'\n${inside}\nEND\nchmod +x $4/bin/python`,
    );
    const progress: string[] = [];
    const setup = { indexUrl: 'http://index', onProgress: (text: string) => progress.push(text) };

    expect((await find(setup)).command).toBe(`${venv}/bin/python`);
    expect((await find(setup)).command).toBe(`${venv}/bin/python`);
    expect(readFileSync(installs, 'utf8')).toBe(
      `-m pip install --disable-pip-version-check --no-input --index-url http://index moto[server]==${MOTO_VERSION}\n`,
    );
    expect(progress).toEqual([`installing moto ${MOTO_VERSION} into ${venv}`]);
  });

  it('says what pip said', async () => {
    const pip = `printf '#!/bin/sh\\necho "ERROR: No matching distribution found for moto" >&2; exit 1' > $4/bin/python`;
    fakePython('python3', null, `mkdir -p $4/bin; ${pip}; chmod +x $4/bin/python`);
    expect(await failure()).toContain(
      `virtual environment: pip install 'moto[server]==${MOTO_VERSION}': ERROR: No matching distribution found`,
    );
  });

  it('names the package that Debian keeps venv in', async () => {
    fakePython(
      'python3',
      null,
      'echo "The virtual environment was not created: ensurepip is not available"; exit 1',
    );
    expect(await failure()).toContain(
      'the venv module is missing (Debian, Ubuntu: apt install python3-venv)',
    );
  });

  it('takes a container when Python cannot have it, with our extension inside', async () => {
    const docker = program(
      'docker',
      `echo "$@" >> ${directory}/docker.log; [ "$1" = image ] && exit 1; exit 0`,
    );
    const launch = await find();
    expect(launch.command).toBe(docker);
    expect(launch.args.join(' ')).toMatch(
      /^run --rm -i --publish 127\.0\.0\.1:\{port\}:\{port\} --volume \S+\/local-aws\/moto:\/local-aws:ro --env PYTHONHASHSEED=0 --entrypoint python3 docker\.io\/motoserver\/moto:5\.2\.1 \/local-aws\/server\.py --port \{port\} --host 0\.0\.0\.0$/,
    );
    expect(readFileSync(join(directory, 'docker.log'), 'utf8')).toContain(
      `pull docker.io/motoserver/moto:${MOTO_VERSION}`,
    );
  });

  it('takes podman where docker has no engine', async () => {
    program('docker', 'echo "Cannot connect to the Docker daemon" >&2; exit 1');
    const podman = program('podman', 'exit 0');
    expect((await find()).command).toBe(podman);
  });

  it('names what is missing, and each way to get it', async () => {
    fakePython('python3', '4.0.0', 'echo "No module named venv" >&2; exit 1');
    program('docker', 'echo "Cannot connect to the Docker daemon" >&2; exit 1');
    expect(await failure()).toBe(
      [
        'moto 5.2.1, which plays AWS here, was found nowhere:',
        `  PATH: ${bin}/python3 has moto 4.0.0`,
        `  virtual environment: ${bin}/python3 -m venv: the venv module is missing (Debian, Ubuntu: apt install python3-venv)`,
        `  container: ${bin}/docker pull docker.io/motoserver/moto:5.2.1: Cannot connect to the Docker daemon`,
        'Any one of these gets it:',
        `  python3 with its venv module (apt-get install python3-venv) and a package index in reach: it is then installed into ${directory}/moto-venv`,
        '  docker or podman running, with docker.io/motoserver/moto:5.2.1 in reach',
        "  pipx install 'moto[server]==5.2.1'",
      ].join('\n'),
    );
  });

  it('names what is missing on a machine with nothing', async () => {
    const message = await failure();
    expect(message).toContain('PATH: there is no python3');
    expect(message).toContain('virtual environment: it needs python3');
    expect(message).toContain('container: neither docker nor podman is on the PATH');
    expect(existsSync(join(directory, 'moto-venv'))).toBe(false);
  });
});
