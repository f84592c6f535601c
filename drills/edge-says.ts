/**
 * What the local edge says of itself under `/_local/`, by a connection of its own: one that is kept may end just as it is
 * used again. Rejects with the address and the system's reason where nothing answers.
 */
export async function edgeSays(edge: string, path: string, init: RequestInit = {}): Promise<Response> {
  const url = `${edge}/_local/${path}`;
  try {
    return await fetch(url, { ...init, headers: { connection: 'close' } });
  } catch (error) {
    const { cause } = error as { cause?: { message?: string } };
    throw new Error(`${url}: expected an answer of the local edge, got ${cause?.message ?? error}`, {
      cause: error,
    });
  }
}
