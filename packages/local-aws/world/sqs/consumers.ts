import type { QueueConsumer } from '../../plugin';
import { type AskAws, askJson } from '../aws-api';
import { allOf } from '../by-region';
import type { QueueMapping } from './queues';

export interface ConsumersProps {
  readonly ask: AskAws;
  readonly lambda: { forget(functionArn: string): void };
}

interface Known extends QueueConsumer {
  /** Changes with whatever an instance is started with. */
  readonly code: string;
}

interface FunctionConfiguration {
  readonly CodeSha256?: string;
  readonly Environment?: { readonly Variables?: Readonly<Record<string, string>> };
}

/** The functions of queues as they are deployed now. */
export class Consumers {
  private known: ReadonlyMap<string, Known> = new Map();

  constructor(private readonly props: ConsumersProps) {}

  all(): readonly QueueConsumer[] {
    return [...this.known.values()];
  }

  /** Rejects where some cannot be read, which stay as they were. */
  async follow(mappings: readonly QueueMapping[]): Promise<void> {
    const before = this.known;
    const now = new Map<string, Known>();
    const reading = mappings.map(async (mapping) => {
      const { functionArn } = mapping;
      const known = before.get(functionArn);
      if (known !== undefined) now.set(functionArn, known);
      const found = await this.read(mapping);
      if ((known?.code ?? found.code) !== found.code) this.props.lambda.forget(functionArn);
      now.set(functionArn, found);
    });
    await allOf(reading).finally(() => {
      this.known = now;
    });
  }

  private async read({ functionArn, awsRegion }: QueueMapping): Promise<Known> {
    const [name = '', qualifier] = functionArn.split(':').slice(6);
    const path = `/2015-03-31/functions/${name}/configuration${qualifier ? `?Qualifier=${qualifier}` : ''}`;
    const call = { service: 'lambda', region: awsRegion, path };
    const found = await askJson<FunctionConfiguration>(this.props.ask, call);
    const code = JSON.stringify([found?.CodeSha256, found?.Environment]);
    return { functionArn, environment: found?.Environment?.Variables ?? {}, code };
  }
}
