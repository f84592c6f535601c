import type { Output } from '../terraform/workspace';

/** One line per output, or all of them as JSON; sensitive values only as JSON, which is asked for. */
export function printOutputs(outputs: Readonly<Record<string, Output>>, isJson: boolean): void {
  if (isJson) {
    const values = Object.entries(outputs).map(([name, { value }]) => [name, value]);
    console.log(JSON.stringify(Object.fromEntries(values), null, 2));
    return;
  }
  const entries = Object.entries(outputs);
  const width = Math.max(0, ...entries.map(([name]) => name.length));
  for (const [name, { value, sensitive }] of entries) {
    const shown = sensitive ? '(sensitive)' : typeof value === 'string' ? value : JSON.stringify(value);
    console.log(`${name.padEnd(width)}  ${shown}`);
  }
  console.error(
    entries.length === 0 ? 'No outputs: the stack has not been applied.' : `${entries.length} outputs.`,
  );
}
