import { type State, StateStore } from '../terraform/state-store';
import type { SynthesizedStack } from '../terraform/synthesized';
import type { StateOutputs } from './inputs';

type Stack = Pick<SynthesizedStack, 'backend' | 'deployment'>;

/** The states of stacks as they lie in their buckets, each read once; to see what has changed since, take another one. */
export class LiveStates {
  private readonly stores = new Map<string, StateStore>();
  private readonly buckets = new Map<string, Promise<boolean>>();
  private readonly states = new Map<string, Promise<State | undefined>>();

  constructor(private readonly environment: Readonly<Record<string, string>>) {}

  hasBucket(stack: Stack): Promise<boolean> {
    const { bucket } = stack.backend;
    const asked = this.buckets.get(bucket) ?? this.store(stack).hasBucket();
    this.buckets.set(bucket, asked);
    return asked;
  }

  /** Undefined where the stack has none, or no bucket that could hold one. */
  async read(stack: Stack): Promise<State | undefined> {
    if (!(await this.hasBucket(stack))) return undefined;
    const { bucket, key } = stack.backend;
    const state = this.states.get(`${bucket}/${key}`) ?? this.store(stack).read(key);
    this.states.set(`${bucket}/${key}`, state);
    return state;
  }

  async outputs(stack: Stack): Promise<StateOutputs | undefined> {
    return (await this.read(stack))?.outputs as StateOutputs | undefined;
  }

  close(): void {
    for (const store of this.stores.values()) store.close();
  }

  private store({ backend, deployment }: Stack): StateStore {
    const store = this.stores.get(backend.bucket) ?? new StateStore(backend, deployment, this.environment);
    this.stores.set(backend.bucket, store);
    return store;
  }
}
