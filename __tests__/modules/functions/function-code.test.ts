import { TerraformOutput } from 'cdktf';
import { FunctionCode, type FunctionCodeProps } from '../../../modules/functions/function-code';
import { Synthesized } from '../../support/synthesize';

const constants = { ALLOWED_PREFIXES: ['images/'], MISS_QUEUES: {} };
const code = (props: Partial<FunctionCodeProps> = {}) => {
  const { outputs } = Synthesized.module((scope) => {
    const { filename, sha256 } = new FunctionCode(scope, 'code', {
      entry: 'backfill/signal/edge-trigger.ts',
      constants,
      ...props,
    });
    new TerraformOutput(scope, 'filename', { value: filename });
    new TerraformOutput(scope, 'sha256', { value: sha256 });
  });
  return { filename: outputs.filename?.value, sha256: outputs.sha256?.value };
};

describe('FunctionCode', () => {
  it('lies beside the synthesized stack, and the path does not say where it was built', () => {
    expect(code().filename).toMatch(/^assets\/[\w/-]+\.zip$/);
  });

  it('changes with the values written into it, and not without', () => {
    const otherConstants = { ...constants, ALLOWED_PREFIXES: ['video/'] };

    expect(code().sha256).toBe(code().sha256);
    expect(code({ constants: otherConstants }).sha256).not.toBe(code().sha256);
  });

  it('is another file as a module', () => {
    expect(code({ format: 'module' }).sha256).not.toBe(code().sha256);
  });

  it('does not synthesize where the entry is missing', () => {
    expect(() => code({ entry: 'backfill/nowhere.ts' })).toThrow(/nowhere\.ts/);
  });
});
