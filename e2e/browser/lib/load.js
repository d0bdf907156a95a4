// Fills the store of a collector with 1,000 conversations.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { Collector } from './collector.js';
import { inRepository } from './paths.js';
import { until } from './until.js';

const count = 1000;

/** Starts a collector and sends it the dialogs of the demo again and again, or those of the file that E2E_DIALOGS names. */
export async function load() {
  const collector = await Collector.start();
  const folder = await mkdtemp(join(tmpdir(), 'dialogs-'));
  try {
    let file = process.env.E2E_DIALOGS;
    if (!file) {
      file = join(folder, 'dialogs.jsonl');
      await writeFile(file, await promisify(gunzip)(await readFile(inRepository('exporter/planotraces/internal/demo/dialogs.jsonl.gz'))));
    }
    const send = ['run', './internal/trajectory/send', '-file', file, '-endpoint', collector.grpc, '-count', String(count)];
    await promisify(execFile)('go', send, { cwd: inRepository() });
    await until('1,000 conversations', async () => (await collector.ask('/status')).conversations >= count);
  } catch (error) {
    await collector.stop();
    throw error;
  } finally {
    await rm(folder, { recursive: true });
  }
  return collector;
}
