import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { paginateGetParametersByPath, SSMClient, type SSMClientConfig } from '@aws-sdk/client-ssm';
import { parsedSwitch, type Switch } from './switchboard';

export interface SwitchboardOptions {
  /** Start of the parameters' names. */
  readonly path: string;
  /** AWS regions that may keep a copy. */
  readonly awsRegions: readonly string[];
  /** What was found the last time, for when no AWS region answers. */
  readonly file: string;
  readonly settingsOf: (awsRegion: string) => SSMClientConfig;
  readonly tryMs: number;
  /** Told of each AWS region without a copy, and where nothing can be kept. */
  readonly onFailure?: (where: string, reason: string) => void;
}

export interface Switchboard {
  readonly switches: readonly Switch[];
  /** Where this was read. */
  readonly source: string;
}

/** All switches of a deployment, from the first AWS region that knows some, or from what was kept of the last time. */
export async function switchboard(options: SwitchboardOptions): Promise<Switchboard> {
  const { awsRegions, file, path, onFailure } = options;
  for (const awsRegion of awsRegions) {
    try {
      const texts = await parametersIn(awsRegion, options);
      if (texts.length === 0) throw new Error(`no parameter begins with ${path}`);
      const source = `${path} in ${awsRegion}`;
      const switches = texts.map((text) => parsedSwitch(text, source));
      keep(file, texts, (reason) => onFailure?.(file, reason));
      return { switches, source };
    } catch (error) {
      onFailure?.(awsRegion, error instanceof Error ? error.message : String(error));
    }
  }
  const kept = keptIn(file);
  if (kept === undefined) {
    throw new Error(
      `No copy of the switches is in reach: ${awsRegions.join(', ')} have none, and ${file} is not there from an earlier time`,
    );
  }
  return { switches: kept.map((text) => parsedSwitch(text, file)), source: file };
}

async function parametersIn(
  awsRegion: string,
  { path, settingsOf, tryMs }: SwitchboardOptions,
): Promise<string[]> {
  const client = new SSMClient({ ...settingsOf(awsRegion), maxAttempts: 2 });
  const texts: string[] = [];
  try {
    const pages = paginateGetParametersByPath(
      { client },
      { Path: path },
      { abortSignal: AbortSignal.timeout(tryMs) },
    );
    for await (const { Parameters = [] } of pages) {
      texts.push(...Parameters.flatMap(({ Value }) => Value ?? []));
    }
  } finally {
    client.destroy();
  }
  return texts;
}

/** A full disk is no reason not to move a service now. */
function keep(file: string, texts: readonly string[], onFailure: (reason: string) => void): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    // In one step: an interruption leaves the earlier file.
    writeFileSync(`${file}.new`, JSON.stringify(texts));
    renameSync(`${file}.new`, file);
  } catch (error) {
    onFailure(error instanceof Error ? error.message : String(error));
  }
}

function keptIn(file: string): string[] | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as string[];
  } catch {
    return undefined;
  }
}
