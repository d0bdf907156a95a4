// Records what instrumentation libraries emit: node record.js [LIBRARY [SCENARIO]], names or the beginnings of names.
import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';

import { libraries } from './libraries.js';
import { startModel } from './model/server.js';
import { normalise } from './normalise.js';
import { startReceiver } from './receiver.js';
import { repliesOf, scenario } from './scenarios.js';

const here = import.meta.dirname;
const testdata = `${here}/testdata`;
const timeout = 60_000;

async function record(library, name) {
  const script = scenario(name);
  const model = await startModel(repliesOf(script));
  const receiver = await startReceiver();
  try {
    await runDriver(library, { EMITTERS_SCENARIO: JSON.stringify(script), EMITTERS_MODEL: model.url, EMITTERS_OTLP: receiver.url });
    if (model.rest() > 0) throw new Error(`${model.rest()} replies were not asked for`);
    if (model.unknown.length > 0) throw new Error(`the script has no reply for ${model.unknown.join(', ')}`);
    if (receiver.refused.length > 0) throw new Error(`not OTLP as JSON: ${receiver.refused[0]}`);
    if (receiver.spans.length === 0) throw new Error('no spans');
    if (library.logs && receiver.logs.length === 0) throw new Error('no log records');
    const { spans, logs } = normalise(receiver);
    const file = `${testdata}/${library.name}.${name}`;
    await writeFile(`${file}.traces.json`, spans);
    if (logs) await writeFile(`${file}.logs.json`, logs);
  } finally {
    await Promise.all([model.close(), receiver.close()]);
  }
}

/** Runs a library's driver in a process of its own. */
function runDriver({ folder, driver, args = [], env = {} }, scenarioEnv) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [`${driver}.js`, ...args], {
      cwd: `${here}/libraries/${folder}`, timeout, env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env, ...scenarioEnv },
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => { said += data; });
    child.on('error', reject);
    child.on('close', (code, signal) => (code === 0 ? resolve() : reject(new Error(`${signal ?? code}: ${said.slice(-2000)}`))));
  });
}

const [wantedLibrary = '', wantedScenario = ''] = process.argv.slice(2);
await mkdir(testdata, { recursive: true });
let failures = 0;
for (const library of libraries.filter((l) => l.name.startsWith(wantedLibrary))) {
  for (const name of library.has.filter((s) => s.startsWith(wantedScenario))) {
    try {
      await record(library, name);
      console.log(`${library.name}.${name}`);
    } catch (error) {
      failures++;
      console.error(`${library.name}.${name}: ${error.message}`);
    }
  }
}
process.exitCode = failures > 0 ? 1 : 0;
