/** Takes what this process prints from now on, until mocks are restored: the lines that CloudWatch Logs would get. */
export function printedLines(): () => string[] {
  let printed = '';
  for (const stream of [process.stdout, process.stderr]) {
    jest.spyOn(stream, 'write').mockImplementation((chunk: string | Uint8Array) => {
      printed += chunk.toString();
      return true;
    });
  }
  return () => printed.split('\n').filter((line) => line !== '');
}
