import { PLATFORM_AWS_REGIONS } from '../aws-regions';
import { known, list, section, wholeNumber } from '../fields';
import { regionName, serviceName, teamKey } from '../names';
import { oneOf, type Problem } from '../problem';
import type { Check, Document } from '.';

const A_DAY_IN_SECONDS = 86_400;

const objectives = section({
  /** Seconds after which the service answers again, from the moment that somebody decides to move it (RTO). */
  recoveryTimeSeconds: wholeNumber(1, A_DAY_IN_SECONDS),
  /** Seconds of writes that may be lost when its primary region is (RPO); 0 for a service that keeps nothing. */
  recoveryPointSeconds: wholeNumber(0, A_DAY_IN_SECONDS),
});

const service = section({
  /** Name of ours, such as `orders`: control panel, parameter and commands use it. Never changes once applied. */
  name: serviceName,
  /** Who decides to move it and answers for its objectives: a key of `teams`. */
  team: teamKey,
  /** Region (by our name) that answers as long as nobody moves the service. */
  primary: regionName,
  /** Region that takes over. */
  standby: regionName,
  /** What moves are measured against. */
  objectives,
});

export const fields = {
  /**
   * Services that fail over one by one, by a switch for each: a cluster of Amazon Application Recovery Controller, 2.50 USD an
   * hour whatever it switches. @default - no service has a switch, and there is no cluster
   */
  services: section({
    /**
     * Two AWS regions that keep a copy of where the switches are, so that a move needs neither Terraform's states nor both of
     * them.
     */
    copyAwsRegions: list(
      known('an AWS region that the platform may be in', PLATFORM_AWS_REGIONS),
      'AWS regions',
      2,
      2,
    ),
    /** The services, in any order. */
    apis: list(service, 'services', 1, 40),
  }).optional(),
};

export const checks: readonly Check[] = [
  { needs: ['services.copyAwsRegions'], problems: copyProblems },
  { needs: ['services.apis[].name'], problems: nameProblems },
  { needs: ['services.apis[].team', 'teams'], problems: teamProblems },
  {
    needs: ['services.apis[].primary', 'services.apis[].standby', 'regions[].name'],
    problems: placeProblems,
  },
];

function* copyProblems({ services }: Document): Iterable<Problem> {
  const [first, second] = services?.copyAwsRegions ?? [];
  if (first !== undefined && first === second) {
    yield { path: 'services.copyAwsRegions[1]', expected: 'another AWS region than the first', got: second };
  }
}

function* nameProblems({ services }: Document): Iterable<Problem> {
  const names = services?.apis.map(({ name }) => name) ?? [];
  for (const [index, name] of names.entries()) {
    if (names.indexOf(name) < index) {
      yield {
        path: `services.apis[${index}].name`,
        expected: 'a name that no other service has',
        got: name,
      };
    }
  }
}

function* teamProblems({ services, teams }: Document): Iterable<Problem> {
  const keys = Object.keys(teams);
  for (const [index, { team }] of services?.apis.entries() ?? []) {
    if (!keys.includes(team)) {
      yield { path: `services.apis[${index}].team`, ...oneOf('a key of "teams"', keys), got: team };
    }
  }
}

function* placeProblems({ services, regions }: Document): Iterable<Problem> {
  const names = regions.map(({ name }) => name);
  for (const [index, { primary, standby }] of services?.apis.entries() ?? []) {
    const path = `services.apis[${index}]`;
    if (!names.includes(primary)) {
      yield { path: `${path}.primary`, ...oneOf('a region', names), got: primary };
    }
    if (!names.includes(standby) || standby === primary) {
      const others = names.filter((name) => name !== primary);
      yield { path: `${path}.standby`, ...oneOf('another region than the primary', others), got: standby };
    }
  }
}
