import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockHolder, withLock } from '../../daemon/lock';

const file = () => join(mkdtempSync(join(tmpdir(), 'local-aws-lock-')), 'run.lock');

describe('withLock', () => {
  it('lets one in at a time, names the holder, and opens again at the end', async () => {
    const lock = file();
    await withLock(lock, 'deploying', async () => {
      expect(lockHolder(lock)?.pid).toBe(process.pid);
      await expect(withLock(lock, 'deploying', async () => undefined)).rejects.toThrow(
        `process ${process.pid} is deploying already`,
      );
    });
    expect(existsSync(lock)).toBe(false);
    await expect(withLock(lock, 'deploying', async () => Promise.reject(new Error('no')))).rejects.toThrow(
      'no',
    );
    expect(await withLock(lock, 'deploying', async () => 'in')).toBe('in');
  });

  it('takes over from a process that was killed', async () => {
    const lock = file();
    writeFileSync(lock, JSON.stringify({ pid: process.pid, started: 'long ago' }));
    expect(lockHolder(lock)).toBeUndefined();
    expect(await withLock(lock, 'deploying', async () => 'in')).toBe('in');
  });
});
