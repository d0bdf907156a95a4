// OpenAI's Agents SDK, instrumented by OpenInference.
import { createRequire } from 'node:module';

import { model, modelURL, pixel, run, script, session, tools, turns } from '../../agent.js';
import { finish, startTracing } from '../../telemetry.js';

const require = createRequire(import.meta.url);
const [api] = process.argv.slice(2);
const sdk = require('@openai/agents');
const { OpenAIAgentsInstrumentation } = require('@arizeai/openinference-instrumentation-openai-agents');
const { setSession } = require('@arizeai/openinference-core');
const { context } = require('@opentelemetry/api');
const { OpenAI } = require('openai');

const instrumentation = new OpenAIAgentsInstrumentation({ traceConfig: script.off ? { hideInputs: true, hideOutputs: true } : {} });
const { provider } = startTracing(require, 'agent-agents', { instrumentations: [instrumentation] });
instrumentation.instrument?.(sdk);
instrumentation.manuallyInstrument?.(sdk);
sdk.setOpenAIAPI(api === 'chat' ? 'chat_completions' : 'responses');
sdk.setDefaultOpenAIClient(new OpenAI({ apiKey: 'none', baseURL: `${modelURL}/v1`, maxRetries: script.retries }));
const agent = new sdk.Agent({
  name: 'Support', instructions: script.system, model,
  tools: tools.map(({ name, description, parameters }) => sdk.tool({
    name, description, strict: false, parameters: { ...parameters, additionalProperties: true }, execute: (args) => run(name, args),
  })),
});
let history = [];
await turns(({ user, image }) => context.with(setSession(context.active(), { sessionId: session }), async () => {
  history.push({
    role: 'user',
    content: image ? [{ type: 'input_text', text: user }, { type: 'input_image', image: `data:image/png;base64,${pixel}` }] : user,
  });
  const result = await sdk.run(agent, history, { stream: Boolean(script.stream) });
  if (script.stream) await result.completed;
  history = result.history;
}));
await finish(provider);
