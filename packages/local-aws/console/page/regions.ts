import type { ShownRegion, ShownWorld } from '../view/contract';
import { condition, healthCheckPasses } from '../view/regions';
import type { Route } from '../view/routes';
import { change } from './api';
import { make, type Row, setAttribute, setHidden, setText } from './dom';

/** A name that leads to regions, beside the region that it belongs to, where it belongs to one. */
export interface RouteRow {
  readonly key: string;
  readonly route?: Route;
  readonly region?: ShownRegion;
  readonly world: ShownWorld;
}

interface Action {
  readonly label: string;
  readonly done: (region: string) => string;
  readonly isOffered: (region: ShownRegion, world: ShownWorld) => boolean;
}

const isDrained = ({ name }: ShownRegion, { drained }: ShownWorld) => drained?.includes(name) ?? false;

const ACTIONS: Readonly<Record<string, Action>> = {
  kill: {
    label: 'Kill',
    done: (region) => `${region} refuses connections`,
    isOffered: ({ state }) => !state.dead,
  },
  recover: {
    label: 'Recover',
    done: (region) => `${region} works again`,
    isOffered: ({ state }) => condition(state).kind !== 'alive',
  },
  drain: {
    label: 'Drain',
    done: (region) => `${region} is drained`,
    isOffered: (region, world) =>
      region.loadBalancer !== undefined && world.drained !== undefined && !isDrained(region, world),
  },
  undrain: { label: 'Undrain', done: (region) => `${region} is no longer drained`, isOffered: isDrained },
};

export type Act = (work: () => Promise<unknown>, done: string) => Promise<void>;

/** A region with its name, its verdicts and its buttons. */
export function routeRow(act: Act) {
  return ({ region, key }: RouteRow): Row<RouteRow> => {
    const name = make('span', { class: 'name' });
    const leads = make('p', { class: 'leads' });
    const card = region && regionCard(act, region.name);
    const element = make('li', { class: 'route', 'data-route': key }, make('div', {}, name, leads));
    if (card !== undefined) element.append(card.element);
    return {
      element,
      update: (row) => {
        setText(name, shortName(row));
        setHidden(name, row.route === undefined);
        setText(leads, row.route === undefined ? '' : leading(row.route));
        setAttribute(element, 'data-leads-to', row.route?.leadsTo);
        card?.update(row);
      },
    };
  };
}

function regionCard(act: Act, name: string): Row<RouteRow> {
  const titleId = `region-${name}`;
  const awsRegion = make('span', { class: 'aws-region' });
  const badges = ['condition', 'health', 'targets', 'drained'].map((kind) =>
    make('li', { 'data-badge': kind }),
  );
  const buttons = Object.entries(ACTIONS).map(([action, { label, done }]) => {
    const button = make(
      'button',
      { type: 'button', 'data-action': action },
      label,
      make('span', { class: 'unseen' }, ` ${name}`),
    );
    button.addEventListener('click', () => {
      if (button.getAttribute('aria-disabled') === 'true') return;
      void act(() => change(action, { region: name }), done(name));
    });
    return button;
  });
  const element = make(
    'article',
    { class: 'region', 'data-region': name, 'aria-labelledby': titleId },
    make('h4', {}, make('span', { id: titleId }, name), ' ', awsRegion),
    make('ul', { class: 'badges' }, ...badges),
    make('div', { class: 'buttons' }, ...buttons),
  );
  return {
    element,
    update: ({ region, world }) => {
      if (region === undefined) return;
      const { kind, words } = condition(region.state);
      setText(awsRegion, region.awsRegion ?? 'outside');
      setAttribute(element, 'data-condition', kind);
      for (const [index, badge] of verdicts(region, world, kind, words).entries()) {
        const shown = badges[index];
        if (shown === undefined) continue;
        setHidden(shown, badge === undefined);
        setText(shown, badge?.words ?? '');
        setAttribute(shown, 'data-tone', badge?.tone);
      }
      for (const button of buttons) {
        const action = ACTIONS[button.dataset.action ?? ''];
        // Not `disabled`, which would take the focus away from a button that was just pressed.
        setAttribute(button, 'aria-disabled', action?.isOffered(region, world) ? undefined : 'true');
      }
    },
  };
}

interface Badge {
  readonly tone: 'good' | 'bad' | 'warning';
  readonly words: string;
}

function verdicts(
  region: ShownRegion,
  world: ShownWorld,
  kind: ReturnType<typeof condition>['kind'],
  words: string,
): readonly (Badge | undefined)[] {
  const tones = { alive: 'good', impaired: 'warning', dead: 'bad' } as const;
  const passes = healthCheckPasses(world, region);
  return [
    { tone: tones[kind], words },
    verdict(passes, 'Health check passes', 'Health check fails'),
    verdict(region.targetsHealthy, 'Targets healthy', 'Targets unhealthy'),
    isDrained(region, world) ? { tone: 'warning', words: 'Drained' } : undefined,
  ];
}

function verdict(isGood: boolean | undefined, good: string, bad: string): Badge | undefined {
  if (isGood === undefined) return undefined;
  return isGood ? { tone: 'good', words: good } : { tone: 'bad', words: bad };
}

/** `asia.origin` of `asia.origin.example.com`. */
function shortName({ route }: RouteRow): string {
  return route?.name.split('.').slice(0, 2).join('.') ?? '';
}

function leading({ leadsTo, keptMilliseconds = 0, isMoved }: Route): string {
  if (leadsTo === undefined) return 'not looked up lately';
  const kept = `for another ${Math.ceil(keptMilliseconds / 1000)} s`;
  return `${isMoved ? 'moved to' : 'leads to'} ${leadsTo}, ${kept}`;
}
