import type { TcpNetConnectOpts } from 'node:net';

/** For each address of a name: Node.js gives one up after 250 ms, and a handshake over an ocean may take longer. */
export const HANDSHAKE: Pick<TcpNetConnectOpts, 'autoSelectFamilyAttemptTimeout'> = {
  autoSelectFamilyAttemptTimeout: 3000,
};

/** Whether the other end gave up the connection, as it may with one that was kept, in the moment in which it is used again. */
export const isReset = ({ code = '' }: NodeJS.ErrnoException) => /RESET|PIPE/.test(code);
