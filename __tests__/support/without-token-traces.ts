/** cdktf notes the whole stack at every token; under jest, which maps each frame to its source, that is half of a synth. */
jest.mock('cdktf/lib/tokens/private/stack-trace', () => ({ captureStackTrace: () => [] }));

export {};
