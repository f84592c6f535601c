import type { Gate } from './gate';

export const livePromises: Gate = {
  id: 'G23',
  title: 'an applied output is not what its contract promises',
  severity: 'refuse',
  check: ({ outside }) =>
    (outside?.contracts ?? []).map(({ stack, output, says }) => ({
      stack,
      address: `output.${output}`,
      sentence: `${output}, as "${stack}" has been applied, ${says}.`,
    })),
};

export const unmanaged: Gate = {
  id: 'G24',
  title: 'something carries the tags of a deployment and is in no state',
  severity: 'warn',
  check: ({ outside }) =>
    (outside?.unmanaged ?? []).map(({ stack, arn, awsRegion }) => ({
      stack,
      address: arn,
      sentence: `${arn} in ${awsRegion} carries the tags of "${stack}", and is in no state: nobody plans it, and a destroy leaves it there.`,
    })),
};
