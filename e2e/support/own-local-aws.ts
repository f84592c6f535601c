import { freePort } from 'local-aws/daemon/free-port';
import { runningEnvironment } from 'local-aws/environment';
import { type CommandResult, run } from './command';

/**
 * A local AWS of a test file's own, in a folder of its own and on a port that nobody waits for: test files run side by
 * side, and one of them stops and starts the platform's.
 */
export class OwnLocalAws {
  constructor(private readonly directory: string) {}

  async start(): Promise<CommandResult> {
    return this.command(`start --port ${await freePort()}`);
  }

  command(words: string): Promise<CommandResult> {
    return run(`npx local-aws ${words} --directory ${this.directory}`, 5);
  }

  /** What makes Terraform talk to it. */
  get environment(): Record<string, string> {
    const environment = runningEnvironment(this.directory);
    if (environment === undefined) throw new Error(`no local AWS runs in ${this.directory}`);
    return environment;
  }

  get endpoint(): string {
    return this.environment.AWS_ENDPOINT_URL ?? '';
  }
}
