import type { ShownTrace, ShownWorld } from '../view/contract';
import { type FillStory, fillStories } from '../view/fills';
import { regionIn } from '../view/regions';
import { duration, timeOfDay } from '../view/words';
import { change } from './api';
import { find, make, Rows, setAttribute, setHidden, setOptions, setText } from './dom';

const SHOWN_STORIES = 6;
const STAGES = ['Asked for', 'Missed', 'Message sent', 'Filled'] as const;

/** Objects on their way into buckets, and a way to take one out. */
export class Objects {
  private readonly form = find<HTMLFormElement>('#lose');
  private readonly stories = new Rows<FillStory>(find('#stories'), ({ id }) => id, storyRow);
  private buckets: NonNullable<ShownWorld['buckets']> = [];

  constructor(onLost: () => void) {
    const said = find('#lost');
    this.form.addEventListener('submit', async (event) => {
      event.preventDefault();
      const data = new FormData(this.form);
      const key = String(data.get('key')).replace(/^\/+/, '');
      const found = this.buckets.find(({ bucket }) => bucket === data.get('bucket'));
      try {
        if (found === undefined) throw new Error('no bucket is deployed');
        await change('lose', { bucket: found.bucket, awsRegion: found.awsRegion, key });
        setText(said, `${found.bucket} has lost ${key}`);
      } catch (error) {
        setText(said, `Not lost: ${error instanceof Error ? error.message : String(error)}`);
      }
      onLost();
    });
  }

  show(world: ShownWorld, traces: readonly ShownTrace[]): void {
    this.buckets = world.buckets ?? [];
    setOptions(
      find<HTMLSelectElement>('[name=bucket]', this.form),
      this.buckets.map(({ bucket, awsRegion }) => ({
        value: bucket,
        label: `${regionIn(world, awsRegion)}: ${bucket}`,
      })),
    );
    const stories = fillStories(world, traces).slice(0, SHOWN_STORIES);
    this.stories.show(stories);
    setHidden(find('#no-stories'), stories.length > 0);
  }
}

function storyRow({ key, near }: FillStory) {
  const stages = STAGES.map(() => make('li'));
  const state = make('p', { class: 'state' });
  const element = make(
    'li',
    { 'data-key': key },
    make('p', { class: 'object' }, make('b', {}, key), ' ', make('span', {}, `in the bucket of ${near}`)),
    make('ol', { class: 'stages' }, ...stages),
    state,
  );
  return {
    element,
    update: (story: FillStory) => {
      const reached = stagesOf(story);
      for (const [index, stage] of stages.entries()) {
        const words = reached[index];
        setText(stage, `${STAGES[index]} ${words ?? '…'}`.trim());
        setAttribute(stage, 'data-done', words === undefined ? undefined : 'true');
      }
      setAttribute(element, 'data-state', stateOf(story));
      setHidden(stages[0]?.parentElement ?? element, story.foundAt !== undefined);
      setText(state, inWords(story));
    },
  };
}

type State = 'found' | 'filled' | 'lacking' | 'failed' | 'filling' | 'missed';

function stateOf({ foundAt, filledAt, failedAt, sentAt, sourceStatus }: FillStory): State {
  if (foundAt !== undefined) return 'found';
  if (sourceStatus !== undefined) return 'lacking';
  if (filledAt !== undefined) return 'filled';
  if (failedAt !== undefined) return 'failed';
  return sentAt === undefined ? 'missed' : 'filling';
}

/** For each stage that is reached, when: since the miss, or nothing where that is not known. */
function stagesOf({ missedAt, sentAt, filledAt, sourceStatus }: FillStory): readonly (string | undefined)[] {
  const since = (at: number | undefined) =>
    at === undefined ? undefined : missedAt === undefined ? '' : `+${duration(at - missedAt)}`;
  const seen = missedAt ?? sentAt ?? filledAt;
  return [
    missedAt === undefined ? '' : timeOfDay(missedAt),
    seen === undefined ? undefined : '',
    since(sentAt ?? filledAt),
    // Without the miss nobody can tell whether there was an object to fill.
    sourceStatus === undefined && missedAt !== undefined ? since(filledAt) : undefined,
  ];
}

function inWords(story: FillStory): string {
  const { near, foundAt, missedAt, error, sourceStatus, cachedAt, at } = story;
  const words: Record<State, string> = {
    found: `The bucket of ${near} had it at ${timeOfDay(foundAt ?? at)}: nothing to fill`,
    lacking: `Not filled: the origin that was asked instead answered ${sourceStatus}`,
    // Of a miss that is not seen, nobody can tell whether there was an object to fill.
    filled: missedAt === undefined ? 'Its message was handled' : 'Filled: the bucket serves the next request',
    failed: `The last attempt failed${error === undefined ? '' : `: ${error}`}`,
    filling: 'Its message is handled',
    missed: 'No message for it yet',
  };
  const cached = cachedAt === undefined ? '' : ' · an edge location has answered from its cache since';
  return words[stateOf(story)] + cached;
}
