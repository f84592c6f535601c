import { findOnPath } from './path';
import { type RunOptions, reason, run } from './run';

/** A container engine that has the image; throws one line that says what is missing. */
export async function containerEngine(image: string, path?: string, options?: RunOptions): Promise<string> {
  const engines = ['docker', 'podman'].map((name) => findOnPath(name, path)).filter((e) => e !== undefined);
  if (engines.length === 0) {
    throw new Error('neither docker nor podman is on the PATH');
  }
  const problems: string[] = [];
  for (const engine of engines) {
    const present = await run(engine, ['image', 'inspect', image], options);
    if (present.status === 0) {
      return engine;
    }
    const pulled = await run(engine, ['pull', image], options);
    if (pulled.status === 0) {
      return engine;
    }
    problems.push(`${engine} pull ${image}: ${reason(pulled)}`);
  }
  throw new Error(problems.join('; '));
}

/** `-i` hands our pipe on: the server inside ends with us. */
export function containerArguments(image: string, extensionDirectory: string): string[] {
  return [
    'run',
    '--rm',
    '-i',
    '--publish',
    '127.0.0.1:{port}:{port}',
    '--volume',
    `${extensionDirectory}:/local-aws:ro`,
    '--env',
    'PYTHONHASHSEED=0',
    '--entrypoint',
    'python3',
    image,
    '/local-aws/server.py',
    '--port',
    '{port}',
    '--host',
    '0.0.0.0',
  ];
}
