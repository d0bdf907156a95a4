// Runs the tests, or those whose files are named, beside one collector with 1,000 conversations.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { load } from './lib/load.js';

const here = fileURLToPath(new URL('.', import.meta.url));
const named = process.argv.slice(2);
const files = named.length > 0 ? named : readdirSync(`${here}test`).filter((name) => name.endsWith('.test.js')).map((name) => `test/${name}`);

const collector = await load();
process.stdout.write(`1,000 conversations at ${collector.url}\n`);
try {
  const tests = spawn(process.execPath, ['--test', '--test-concurrency=1', '--test-reporter=spec', ...files], {
    cwd: here, stdio: 'inherit', env: { ...process.env, E2E_LOADED: collector.url },
  });
  const [code] = await once(tests, 'exit');
  process.exitCode = code ?? 1;
} finally {
  await collector.stop();
}
