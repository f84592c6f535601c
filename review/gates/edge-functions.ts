import type { Gate } from './gate';

export const edgeReplicas: Gate = {
  id: 'G25',
  title: 'a function is deleted whose replicas are still at the edge',
  severity: 'refuse',
  check: ({ edgeFunctions = [] }) =>
    edgeFunctions.flatMap(({ stack, address, refusal }) =>
      refusal === undefined
        ? []
        : [{ stack, address, sentence: `"${stack}" destroys ${address}, ${refusal}.` }],
    ),
};
