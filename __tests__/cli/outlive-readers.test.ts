import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

const prints = (prelude: string) => `
  ${prelude}
  let lines = 0;
  const timer = setInterval(() => {
    process.stdout.write('progress\\n');
    if (++lines === 5) { clearInterval(timer); process.stderr.write('done\\n'); }
  }, 10);`;

const ignored = "process.stdout.on('error', () => undefined);";

/** What a program says on its error output that goes on printing after its reader has gone. */
async function unread(prelude: string) {
  const child = spawn(process.execPath, ['--require', 'tsx/cjs', '--eval', prints(prelude)], {
    cwd: join(__dirname, '../..'),
  });
  child.stdout.destroy();
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  return { said, code };
}

test('whoever stops reading ends nothing, and leaves no trace', async () => {
  const outlives = "require('./cli/outlive-readers.ts').outliveReaders([process.stdout]);";
  expect(await unread(outlives)).toEqual({ said: 'done\n', code: 0 });
  expect(await unread('')).toEqual({ said: expect.stringContaining('EPIPE'), code: 1 });
});

test('another failure of a stream is told at the end of what goes on, and is one', async () => {
  const fails = (code: string) => `
    const stream = new (require('node:events').EventEmitter)();
    require('./cli/outlive-readers.ts').outliveReaders([stream]);
    for (let once = 0; once < 2; once++)
      stream.emit('error', Object.assign(new Error('${code}: write'), { code: '${code}' }));`;
  expect(await unread(fails('ENOSPC') + ignored)).toEqual({
    said: 'done\nNot all was printed: ENOSPC: write\n',
    code: 1,
  });
  expect(await unread(fails('EIO') + ignored)).toEqual({ said: 'done\n', code: 0 });
});
