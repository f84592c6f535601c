import { parseArgs } from 'node:util';

export interface Arguments {
  readonly command: string | undefined;
  readonly help: boolean;
  readonly directory: string;
  /** @default - 4566, or the next free one */
  readonly port?: number;
  /** Ports of this machine by the names of hosts outside AWS. */
  readonly hosts: Readonly<Record<string, number>>;
}

/** Refuses with the option, what it should have been and what it was. */
export function readArguments(args: readonly string[]): Arguments {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      directory: { type: 'string', default: '.local-aws' },
      port: { type: 'string' },
      host: { type: 'string', multiple: true, default: [] },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const [command, ...others] = positionals;
  if (others.length > 0) throw new Error(`${command} takes no ${others[0]}: --help lists the commands`);
  return {
    command,
    help: values.help,
    directory: values.directory,
    ...(values.port === undefined ? {} : { port: portOf('--port', values.port) }),
    hosts: Object.fromEntries(values.host.map(hostOf)),
  };
}

function hostOf(option: string): [name: string, port: number] {
  const [, name, port] = /^([a-z0-9.-]+)=(.*)$/i.exec(option) ?? [];
  if (name === undefined || port === undefined)
    throw new Error(`--host: expected NAME=PORT, such as files.example.com=8080, got ${option}`);
  return [name.toLowerCase(), portOf('--host', port)];
}

function portOf(option: string, value: string): number {
  const port = Number(value);
  if (/^\d+$/.test(value) && port > 0 && port < 65_536) return port;
  throw new Error(`${option}: expected a port from 1 to 65535, got ${value}`);
}
