import { unappliedInWords } from '../planned-stack';
import type { Gate } from './gate';

export const stale: Gate = {
  id: 'G04',
  title: 'somebody has applied since the plan was made',
  severity: 'hold',
  isFinal: true,
  check: ({ stacks }) =>
    stacks.flatMap(({ id, appliedSince = [] }) =>
      appliedSince.map(({ stack, outputs }) => ({
        stack: id,
        sentence:
          stack === id
            ? `"${id}" has been applied since it was planned: plan it again.`
            : `"${stack}" has been applied since "${id}" was planned, which reads of it: ${outputs.join(', ')}. Plan it again.`,
      })),
    ),
};

export const tainted: Gate = {
  id: 'G05',
  title: 'planned with values that nobody has applied',
  severity: 'hold',
  isFinal: true,
  check: ({ stacks }) =>
    stacks.flatMap(({ id, inputs, unplanned = [] }) => {
      const unapplied = unappliedInWords(inputs);
      return [
        ...(unapplied.length === 0
          ? []
          : [
              {
                stack: id,
                sentence: `"${id}" is planned with ${unapplied.join(', ')}, which nobody has applied: this plan may be read, and is never applied.`,
              },
            ]),
        ...unplanned.map(({ stack, outputs, touched }) => ({
          stack: id,
          sentence: `"${id}" reads ${outputs.join(', ') || 'the state'} of "${stack}", ${touched === stack ? 'which the change touches' : `which reads "${touched}", which the change touches`} and this review does not plan: the plan takes what is applied. Where "${touched}" is not applied yet, review both.`,
          severity: 'warn' as const,
        })),
      ];
    }),
};

export const incomplete: Gate = {
  id: 'G14',
  title: 'a plan is not whole',
  severity: 'refuse',
  isFinal: true,
  check: ({ stacks }) =>
    stacks.flatMap(({ id, isComplete, problem }) => {
      if (isComplete && problem === undefined) return [];
      const why = problem ?? 'Terraform has put something off, or has failed halfway';
      return [{ stack: id, sentence: `"${id}" has no whole plan: ${why.replace(/\.$/, '')}.` }];
    }),
};

export const backend: Gate = {
  id: 'G15',
  title: 'a state moves, or two stacks share one',
  severity: 'refuse',
  check: ({ backends }) => backends,
};

export const versions: Gate = {
  id: 'G13',
  title: 'a provider changes its version',
  severity: 'warn',
  check: ({ stacks }) =>
    stacks.flatMap(({ id, versions: changes }) =>
      changes.map(({ name, before, after }) => ({
        stack: id,
        sentence: `"${id}" is planned with provider ${name} ${after} instead of ${before}.`,
      })),
    ),
};

export const drift: Gate = {
  id: 'G18',
  title: 'something has changed outside of Terraform',
  severity: 'warn',
  check: ({ stacks }) =>
    stacks.flatMap(({ id, drift: drifted }) =>
      drifted.map(({ address, action, attributes, kept }) => ({
        stack: id,
        address,
        sentence:
          action === 'destroy'
            ? `${address} of "${id}" has been deleted by somebody else.`
            : `${address} of "${id}" has been changed by somebody else: ${attributes.map(({ path }) => path).join(', ')}.`,
        ...(action === 'destroy' && kept !== undefined ? { severity: 'refuse' as const } : {}),
      })),
    ),
};

export const rename: Gate = {
  id: 'G19',
  title: 'something is destroyed and made again under another name',
  severity: 'refuse',
  check: ({ stacks }) =>
    stacks.flatMap(({ id, renames, resources }) =>
      renames.map(({ from, to, likeness, isForgotten = false }) => {
        const isKept = resources.some(({ address, kept }) => address === from && kept !== undefined);
        return {
          stack: id,
          address: from,
          sentence: isForgotten
            ? `"${id}" forgets ${from}, which AWS keeps, and creates ${to}, which is ${likeness} % alike: its name is taken, or there are two from then on. A moved block in the place of "removed" keeps the one.`
            : `"${id}" destroys ${from} and creates ${to}, which is ${likeness} % alike: a moved block keeps it.`,
          severity: isKept ? ('refuse' as const) : ('warn' as const),
        };
      }),
    ),
};

const LEAKS = {
  known: 'that is sensitive elsewhere: whoever may read the resource or its plan reads it.',
  named: 'that its name calls a secret: whoever may read the resource or its plan reads it.',
  looks: 'that looks like a key.',
} as const;

export const secrets: Gate = {
  id: 'G12',
  title: 'a secret stands in the open',
  severity: 'refuse',
  isFinal: true,
  check: ({ leaks }) =>
    leaks.map(({ stack, address, path, because }) => ({
      stack,
      address,
      sentence: `${address} of "${stack}" has a value in ${path} ${LEAKS[because]}`,
      severity: because === 'known' ? ('refuse' as const) : ('warn' as const),
    })),
};
