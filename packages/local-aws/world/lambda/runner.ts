/**
 * Program of the process in which a function lives: loads the handler, then answers one event after the other.
 *
 * Written to the function's folder as it is: nothing of this repository is there.
 */
export const RUNNER = `
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
const [folder, name] = process.argv.slice(2);
const at = name.lastIndexOf('.');
const load = async () => {
  const file = ['.mjs', '.js', '.cjs'].map((end) => folder + '/' + name.slice(0, at) + end).find(existsSync);
  if (file === undefined) throw new Error('the zip has no ' + name.slice(0, at));
  const module = await import(pathToFileURL(file).href);
  const handler = module[name.slice(at + 1)] ?? module.default?.[name.slice(at + 1)];
  if (typeof handler !== 'function') throw new Error('the function has no handler ' + name);
  return handler;
};
const loaded = load();
const ready = () => process.send({ ready: true });
loaded.then(ready, ready);
process.on('message', async ({ id, event, context }) => {
  const until = Date.now() + context.timeoutMilliseconds;
  try {
    const handler = await loaded;
    const result = await handler(event, {
      ...context,
      callbackWaitsForEmptyEventLoop: true,
      getRemainingTimeInMillis: () => Math.max(0, until - Date.now()),
    });
    process.send({ id, result: JSON.stringify(result) });
  } catch (error) {
    process.send({ id, error: error?.message ?? String(error), type: error?.name });
  }
});
process.on('disconnect', () => process.exit());
`;
