// OpenLLMetry on OpenAI's SDK, by itself or with its own SDK (sdk): workflows and tools.
import { createRequire } from 'node:module';

import { modelURL, script, session, talk } from '../../agent.js';
import { chat, responses } from '../../clients.js';
import { exporter, finish, inRequest, instrumentHTTP, startTracing } from '../../telemetry.js';

const require = createRequire(`${process.cwd()}/`); // of the versions in the folder that record.js runs it in
const [api, by] = process.argv.slice(2);
const { OpenAI } = require('openai');
const client = () => {
  const openai = new OpenAI({ apiKey: 'none', baseURL: `${modelURL}/v1`, maxRetries: script.retries });
  return api === 'responses' ? responses(openai) : chat(openai);
};

if (by === 'sdk') {
  const traceloop = require('@traceloop/node-server-sdk');
  traceloop.initialize({
    appName: 'agent-openllmetry', disableBatch: true, exporter: exporter(require), silenceInitializationMessage: true,
    instrumentModules: { openAI: OpenAI }, traceContent: !script.off, traceloopSyncEnabled: false,
  });
  instrumentHTTP(require);
  await talk(client(), {
    trace: (fn) => traceloop.withAssociationProperties({ session_id: session }, () => traceloop.withWorkflow({ name: 'support_chat' }, fn)),
    tool: (name, args, fn) => traceloop.withTool({ name }, fn, args),
  });
  await traceloop.forceFlush();
  process.exit(0);
}

const { OpenAIInstrumentation } = require(by ?? '@traceloop/instrumentation-openai');
const instrumentation = new OpenAIInstrumentation({ traceContent: !script.off });
const { provider, tracer } = startTracing(require, 'agent-openllmetry', { instrumentations: [instrumentation] });
instrumentation.manuallyInstrument(OpenAI);
await talk(client(), { trace: (fn) => inRequest(require, tracer, fn) });
await finish(provider);
