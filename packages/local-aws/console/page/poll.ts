const EVERY_MILLISECONDS = 500;

/** Reads again and again while the page is seen, never twice at a time. The function that it returns reads at once. */
export function poll(read: () => Promise<void>): () => void {
  let timer = 0;
  let isReading = false;
  let isWanted = false;
  const next = async () => {
    clearTimeout(timer);
    isWanted = isReading;
    if (isReading || document.hidden) return;
    isReading = true;
    try {
      await read();
    } finally {
      isReading = false;
      timer = setTimeout(next, isWanted ? 0 : EVERY_MILLISECONDS);
    }
  };
  document.addEventListener('visibilitychange', next);
  void next();
  return next;
}
