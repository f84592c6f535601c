/**
 * Whoever reads what is printed may stop (`| head`): the rest is for nobody, and what is under way goes on to its end, because a
 * Terraform that is left alone would lose its state.
 */
export function outliveReaders(streams: readonly NodeJS.EventEmitter[]): void {
  for (const stream of streams) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
}
