import type { Askers, TrafficChange, TrafficEffect, TrafficLoss } from './traffic-effect';

/** More countries than a person reads one by one. */
const MANY = 12;

/** Such as `3 countries (AT, CH, DE) at www.example.com`. */
export function askersInWords({ names, countries, isEverywhere, methods, paths }: Askers): string {
  const who = isEverywhere ? 'everybody' : countries.length === 0 ? '' : countriesInWords(countries);
  const of = [...methods, ...paths].join(' ');
  return [who, who === '' ? '' : 'at', listed(names), of === '' ? '' : `(${of})`]
    .filter((each) => each !== '')
    .join(' ');
}

function countriesInWords(countries: readonly string[]): string {
  if (countries.length === 1) return `${countries[0]}`;
  const named = countries.length > MANY ? `${countries.slice(0, MANY).join(', ')} …` : countries.join(', ');
  return `${countries.length} countries (${named})`;
}

const listed = (all: readonly string[]) =>
  all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;

export const changeInWords = (change: TrafficChange): string =>
  change.after === 'nobody'
    ? `After the apply nobody answers ${askersInWords(change)}; before, ${change.before} did.`
    : `${askersInWords(change)}: ${change.before} → ${change.after}.`;

/** Such as `From aws_route53_record.a of "x-region-asia" on nobody answers …`. */
export function lossInWords(loss: TrafficLoss): string {
  const { stack, address, before, meanwhile, until } = loss;
  const how = meanwhile === 'nobody' ? '' : ` (${meanwhile})`;
  const what = `leaves no healthy origin for ${askersInWords(loss)}${how}; before, ${before} answered`;
  const start = `The apply of ${address} of "${stack}" ${what}`;
  if (until === undefined) return `${start}. It stays so.`;
  const then = `until ${until.address} of "${until.stack}" is applied`;
  return until.seconds === undefined
    ? `${start}, ${then}.`
    : `${start}, for about ${until.seconds} s, ${then}.`;
}

/** What a report says of traffic, a sentence a line. */
export function trafficInWords({ asked, changes, losses, untold }: TrafficEffect): string[] {
  const said = [
    ...losses.map(lossInWords),
    ...changes.map(changeInWords),
    ...untold.map(({ sentence }) => `It cannot be told before the apply ${sentence}.`),
  ];
  const { names, countries, times, isWhole } = asked;
  const how = `${names} names from ${countries} countries were asked before, after, and at ${times} times in between, ${isWhole ? 'which are all there are' : 'chosen from many'}`;
  if (said.length > 0) return [...said, `(${how}; regions that live are taken for healthy.)`];
  return names === 0 ? [] : [`Everybody is answered as before: ${how}.`];
}
