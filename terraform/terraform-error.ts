import { stripVTControlCharacters } from 'node:util';
import type { Diagnostic } from './json-output';

export interface TerraformFailure {
  /** Stack id. */
  readonly stackId: string;
  /** `init`, `plan`, `apply` … */
  readonly command: string;
  readonly diagnostics: readonly Diagnostic[];
  /** What Terraform printed outside its diagnostics; shown when it gave none. */
  readonly output?: string;
  readonly logFile?: string;
  /** File with the state that an apply could not write to its place. */
  readonly unsavedState?: string;
}

/** Terraform failed. The message holds every error it gave, without colours and frames. */
export class TerraformError extends Error {
  override readonly name = 'TerraformError';
  readonly stackId: string;
  readonly command: string;
  readonly diagnostics: readonly Diagnostic[];
  readonly unsavedState: string | undefined;

  constructor({ stackId, command, diagnostics, output = '', logFile, unsavedState }: TerraformFailure) {
    const errors = [...new Set(diagnostics.filter(({ severity }) => severity === 'error').map(describe))];
    const reasons = errors.length > 0 ? errors : [plain(output) || 'it gave no reason'];
    const log = logFile === undefined ? '' : `\nEverything it printed: ${logFile}`;
    super(`terraform ${command} of ${stackId} failed:\n${reasons.map(indent).join('\n')}${log}`);
    this.stackId = stackId;
    this.command = command;
    this.diagnostics = diagnostics;
    this.unsavedState = unsavedState;
  }
}

function describe({ summary, detail, address, snippet }: Diagnostic): string {
  const block =
    address ??
    snippet?.context
      ?.replace(/^resource\.?\s*/, '')
      .replace(/"\s+"/, '.')
      .replaceAll('"', '');
  const where = block ? `${block}: ` : '';
  return plain(detail === '' || detail === summary ? `${where}${summary}` : `${where}${summary}\n${detail}`);
}

/** Text without colours and without the frame that Terraform draws around a diagnostic. */
export function plain(text: string): string {
  return stripVTControlCharacters(text)
    .split('\n')
    .map((line) => line.replace(/^[╷│╵]\s?/, '').trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

const indent = (text: string) => text.replace(/^(?=.)/gm, '  ');
