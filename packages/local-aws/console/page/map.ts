import type { ShownTrace, ShownWorld } from '../view/contract';
import { type ShownRequest, shownRequest } from '../view/requests';
import { type Route, routes, routeTaken } from '../view/routes';
import { type Arrow, Arrows } from './arrows';
import { find, make, Rows, setHidden, setText } from './dom';
import { type Act, type RouteRow, routeRow } from './regions';

const SHOWN_VIEWERS = 5;
/** How long the way of a request stands out, in this machine's time. */
const LATEST_MILLISECONDS = 2000;

/** Viewers, the edge locations that they entered, the names that those asked for and the regions behind. */
export class RoutingMap {
  private readonly map = find('#map');
  private readonly arrows = new Arrows(find<SVGElement>('svg', this.map));
  private readonly viewers = new Rows<ShownRequest>(
    find('.viewers ul', this.map),
    ({ who }) => who,
    viewerRow,
  );
  private readonly edges = new Rows<string>(
    find('.edges ul', this.map),
    (location) => location,
    (location) => ({ element: make('li', {}, location), update: () => undefined }),
  );
  private readonly rows: Rows<RouteRow>;
  private drawn: readonly Arrow[] = [];
  private latest = { id: '', since: 0 };

  constructor(act: Act) {
    this.rows = new Rows(find('.routes ul', this.map), ({ key }) => key, routeRow(act));
    new ResizeObserver(() => this.arrows.draw(this.drawn)).observe(this.map);
  }

  show(world: ShownWorld, traces: readonly ShownTrace[]): void {
    const all = routes(world);
    const requests = latestOfEach(traces.map(shownRequest));
    const locations = [...new Set(requests.map(({ location }) => location))].sort();
    this.viewers.show(requests);
    this.edges.show(locations);
    setHidden(find('.viewers .hint', this.map), requests.length > 0);
    setHidden(find('.edges .hint', this.map), locations.length > 0);
    this.rows.show(rowsOf(world, all));
    setHidden(find('#nothing'), world.regions.length > 0);
    setHidden(this.map, world.regions.length === 0);
    this.drawn = [...this.requestArrows(requests, all), ...this.routeArrows(world, all)];
    this.arrows.draw(this.drawn);
  }

  private requestArrows(requests: readonly ShownRequest[], all: readonly Route[]): Arrow[] {
    const [newest] = requests;
    if (newest !== undefined && newest.id !== this.latest.id)
      this.latest = { id: newest.id, since: Date.now() };
    const isLatest = (request: ShownRequest) =>
      request === newest && Date.now() - this.latest.since < LATEST_MILLISECONDS;
    const arrows = new Map<string, Arrow>();
    // The newest comes last, so that its looks are those of a line that several share.
    for (const request of [...requests].reverse()) {
      const { who, location } = request;
      const looks = isLatest(request) ? ['latest'] : [];
      const [viewer, edge] = [this.viewers.element(who), this.edges.element(location)];
      arrows.set(who, { id: `viewer ${who}`, from: viewer, to: edge, looks });
      const route = routeTaken(all, request);
      if (route === undefined) continue;
      const id = `edge ${location} ${route.name}`;
      arrows.set(id, { id, from: edge, to: this.nameOf(keyOf(route)), looks });
    }
    return [...arrows.values()];
  }

  private routeArrows(world: ShownWorld, all: readonly Route[]): Arrow[] {
    return all.map((route) => {
      const { leadsTo, home, isMoved } = route;
      const target = leadsTo ?? home ?? '';
      const isDead = world.regions.find(({ name }) => name === target)?.state.dead === true;
      const looks = [
        ...(isMoved ? ['moved'] : []),
        ...(isDead ? ['dead'] : []),
        ...(leadsTo === undefined ? ['unknown'] : []),
      ];
      const card = this.rows.element(target)?.querySelector('.region') ?? undefined;
      return { id: `name ${keyOf(route)} ${target}`, from: this.nameOf(keyOf(route)), to: card, looks };
    });
  }

  private nameOf(key: string): Element | undefined {
    return this.rows.element(key)?.querySelector('.name') ?? undefined;
  }
}

const keyOf = ({ name, home }: Route) => home ?? name;

function rowsOf(world: ShownWorld, all: readonly Route[]): RouteRow[] {
  const regions = world.regions.map((region) => {
    const route = all.find(({ home }) => home === region.name);
    return { key: region.name, region, route, world };
  });
  const shared = all.filter(({ home }) => home === undefined);
  return [...regions, ...shared.map((route) => ({ key: route.name, route, world }))];
}

/** The last request of each country, the newest first. */
function latestOfEach(requests: readonly ShownRequest[]): ShownRequest[] {
  const found = new Map<string, ShownRequest>();
  for (const request of requests) {
    if (request.isViewer && !found.has(request.who)) found.set(request.who, request);
  }
  return [...found.values()].slice(0, SHOWN_VIEWERS);
}

function viewerRow({ who }: ShownRequest) {
  const answer = make('small');
  return {
    element: make('li', {}, make('span', {}, who), answer),
    update: ({ status, answeredBy, isFromCache }: ShownRequest) => {
      const from = isFromCache ? 'cache' : (answeredBy ?? 'edge');
      setText(answer, status === undefined ? 'waits' : `${status} · ${from}`);
    },
  };
}
