import { freePort } from 'local-aws/daemon/free-port';
import { runningEnvironment } from 'local-aws/environment';
import { type CommandResult, run } from './command';

/**
 * A local AWS of a test file's own, in a folder of its own and on a port that nobody waits for: test files run side by
 * side, and one of them stops and starts the platform's.
 */
export class OwnLocalAws {
  constructor(private readonly directory: string) {}

  /** @param accessControl how roles are judged */
  async start(accessControl: 'off' | 'enforce' = 'off'): Promise<CommandResult> {
    return run(`LOCAL_AWS_IAM=${accessControl} ${this.line(`start --port ${await freePort()}`)}`, 5);
  }

  command(words: string): Promise<CommandResult> {
    return run(this.line(words), 5);
  }

  private readonly line = (words: string) => `npx local-aws ${words} --directory ${this.directory}`;

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
