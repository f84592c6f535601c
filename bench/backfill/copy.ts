import { readFileSync } from 'node:fs';
import { S3Client } from '@aws-sdk/client-s3';
import { ways } from './ways';

/** Copies one object in one of the ways: `copy <way> <source> <sink>`; prints the seconds and this process' peak memory. */
async function main([way = '', sourceUrl = '', sinkUrl = '']: readonly string[]): Promise<void> {
  const s3 = new S3Client({
    endpoint: sinkUrl,
    region: 'eu-central-1',
    forcePathStyle: true,
    credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' },
  });
  const started = performance.now();
  await ways[way]?.(s3, sourceUrl);
  const seconds = (performance.now() - started) / 1000;
  console.log(JSON.stringify({ seconds, megabytes: peakMegabytes() }));
  process.exit(0);
}

/** Linux counts the parent's memory into a child's `maxRSS`; `VmHWM` begins at zero. */
function peakMegabytes(): number {
  try {
    const [, kilobytes] = /VmHWM:\s*(\d+)/.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
    return Number(kilobytes) / 1024;
  } catch {
    return process.resourceUsage().maxRSS / 1024;
  }
}

void main(process.argv.slice(2));
