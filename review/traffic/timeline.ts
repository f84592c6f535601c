import type { Operation } from './operations';
import { keyOf } from './questions';
import type { Resource } from './resources';
import { applied, type Done, type Schedule } from './schedule';
import type { Model, Question, Served, World } from './served';

/** Questions that are answered alike at every time. */
export interface Group {
  readonly questions: Question[];
  readonly before: Served;
  readonly after: Served;
  /** At each time that was looked at. */
  readonly meanwhile: readonly (readonly [Done, Served])[];
}

/** What there is at each time of an apply. */
export class Timeline {
  readonly before: World;
  readonly after: World;
  readonly order: readonly number[];

  constructor(
    private readonly model: Model,
    private readonly resources: ReadonlyMap<string, Resource>,
    readonly operations: readonly Operation[],
    readonly schedule: Schedule,
  ) {
    this.order = schedule.order();
    this.before = this.world(new Set());
    this.after = this.world(new Set(this.order));
  }

  served(question: Question, done: Done): Promise<Served> {
    return this.world(done).served(question);
  }

  /** Every question, with those together that nobody could tell apart. */
  async groups(questions: readonly Question[], times: readonly Done[]): Promise<Group[]> {
    const worlds = times.map((done) => [done, this.world(done)] as const);
    const groups = new Map<string, Group>();
    for (const question of questions) {
      const before = await this.before.served(question);
      const after = await this.after.served(question);
      const meanwhile: [Done, Served][] = [];
      for (const [done, world] of worlds) meanwhile.push([done, await world.served(question)]);
      const key = [
        question.at === 'edge' ? '' : keyOf(question),
        ...[before, after, ...meanwhile.map(([, each]) => each)].map(shown),
      ].join('\n');
      const found = groups.get(key) ?? { questions: [], before, after, meanwhile };
      found.questions.push(question);
      groups.set(key, found);
    }
    return [...groups.values()];
  }

  private world(done: Done): World {
    return this.model.world([...applied(this.resources, this.operations, this.order, done).values()]);
  }
}

const shown = (served: Served) => ('untold' in served ? `? ${served.untold}` : served.by);
