/** The reader has gone: a pipe was closed, or a terminal. */
const NO_READER = ['EPIPE', 'EIO'];

/**
 * Whoever reads what is printed may stop (`| head`): the rest is for nobody, and what is under way goes on to its end, because a
 * Terraform that is left alone would lose its state. It goes on likewise where a stream fails in another way, as on a full disk,
 * and the process then ends with that error.
 */
export function outliveReaders(streams: readonly NodeJS.EventEmitter[]): void {
  let failure: Error | undefined;
  for (const stream of streams) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (failure !== undefined || NO_READER.includes(error.code ?? '')) return;
      failure = error;
      process.once('exit', (code) => {
        process.stderr.write(`Not all was printed: ${error.message}\n`);
        if (code === 0) process.exitCode = 1;
      });
    });
  }
}
