// OpenInference on Anthropic's SDK.
import { createRequire } from 'node:module';

import { modelURL, script, session, talk } from '../../agent.js';
import { anthropic } from '../../clients.js';
import { finish, inRequest, startTracing } from '../../telemetry.js';

const require = createRequire(import.meta.url);
const module = require('@anthropic-ai/sdk');
const { AnthropicInstrumentation } = require('@arizeai/openinference-instrumentation-anthropic');
const { setSession, traceTool } = require('@arizeai/openinference-core');
const { context } = require('@opentelemetry/api');

const instrumentation = new AnthropicInstrumentation({ traceConfig: script.off ? { hideInputs: true, hideOutputs: true } : {} });
const { provider, tracer } = startTracing(require, 'agent-openinference', { instrumentations: [instrumentation] });
instrumentation.manuallyInstrument(module);
await talk(anthropic(new module.Anthropic({ apiKey: 'none', baseURL: modelURL, maxRetries: script.retries })), {
  trace: (fn) => inRequest(require, tracer, () => context.with(setSession(context.active(), { sessionId: session }), fn)),
  tool: (name, args, fn) => traceTool(fn, { name })(args),
});
await finish(provider);
