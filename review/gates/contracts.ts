import type { ContractChange, Reader } from '../analysis/review';
import type { Finding, Gate } from './gate';

const WHAT: Readonly<Partial<Record<ContractChange['change'], (change: ContractChange) => string>>> = {
  removed: () => 'no longer publishes',
  nulled: () => 'publishes nothing any more as',
  retyped: ({ before, after }) => `publishes as ${after} instead of ${before}`,
  'made-sensitive': () => 'calls sensitive from now on',
  'made-plain': () => 'no longer calls sensitive',
  'version-lowered': ({ before, after }) => `goes back from version ${before} to ${after} of its`,
};

export const contractBreak: Gate = {
  id: 'G03',
  title: 'an output breaks who reads it',
  severity: 'refuse',
  check: ({ contracts }) => contracts.flatMap(findingsOfChange),
};

function findingsOfChange(change: ContractChange): Finding[] {
  const what = WHAT[change.change]?.(change);
  if (what === undefined) return [];
  const { producer: stack, output, readers, formerReaders } = change;
  const address = `output.${output}`;
  if (readers.length > 0) {
    const sentence = `"${stack}" ${what} ${output}, which ${said(readers)}. Publish a new output, apply it, move the readers to it and apply them; then take the old one away.`;
    return [{ stack, address, sentence }];
  }
  if (formerReaders.length === 0) return [];
  const ids = formerReaders.map((reader) => `"${reader.stack}"`).join(', ');
  const sentence = `"${stack}" ${what} ${output}, which no stack reads any more with this change: apply ${ids} first.`;
  return [{ stack, address, sentence, severity: 'warn' }];
}

const said = (readers: readonly Reader[]) =>
  readers.map(({ stack, addresses }) => `"${stack}" reads (${addresses.join(', ')})`).join(' and ');
