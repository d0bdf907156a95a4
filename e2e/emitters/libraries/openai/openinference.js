// OpenInference on OpenAI's SDK.
import { createRequire } from 'node:module';

import { modelURL, script, session, talk } from '../../agent.js';
import { chat, responses } from '../../clients.js';
import { finish, inRequest, startTracing } from '../../telemetry.js';

const require = createRequire(`${process.cwd()}/`); // of the versions in the folder that record.js runs it in
const [api] = process.argv.slice(2);
const openaiModule = require('openai');
const { OpenAIInstrumentation } = require('@arizeai/openinference-instrumentation-openai');
const { setSession, traceTool } = require('@arizeai/openinference-core');
const { context } = require('@opentelemetry/api');

const instrumentation = new OpenAIInstrumentation({ traceConfig: script.off ? { hideInputs: true, hideOutputs: true } : {} });
const { provider, tracer } = startTracing(require, 'agent-openinference', { instrumentations: [instrumentation] });
instrumentation.manuallyInstrument(openaiModule);
const openai = new openaiModule.OpenAI({ apiKey: 'none', baseURL: `${modelURL}/v1`, maxRetries: script.retries });
await talk(api === 'responses' ? responses(openai) : chat(openai), {
  trace: (fn) => inRequest(require, tracer, () => context.with(setSession(context.active(), { sessionId: session }), fn)),
  tool: traceTool && ((name, args, fn) => traceTool(fn, { name })(args)),
});
await finish(provider);
