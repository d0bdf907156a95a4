// Vercel's AI SDK, whose major version is the first argument.
import { createRequire } from 'node:module';

import { model, modelURL, pixel, run, script, session, tools, turns } from '../../agent.js';
import { finish, startTracing } from '../../telemetry.js';

const require = createRequire(import.meta.url);
const [major, api = 'chat'] = process.argv.slice(2);
const ai = await import(major === '7' ? 'ai' : `ai-${major}`);
const { createOpenAI } = await import(`openai-${major}`);
const { provider } = startTracing(require, 'agent-vercel');
const openai = createOpenAI({ apiKey: 'none', baseURL: `${modelURL}/v1`, ...(major === '4' && { compatibility: 'strict' }) });

const record = { recordInputs: !script.off, recordOutputs: !script.off };
let telemetry = { experimental_telemetry: { isEnabled: true, functionId: 'support-chat', metadata: { sessionId: session }, ...record } };
if (major === '7') {
  const { OpenTelemetry } = await import('@ai-sdk/otel');
  ai.registerTelemetry(new OpenTelemetry({ runtimeContext: true }));
  telemetry = { telemetry: { ...record, includeRuntimeContext: { sessionId: true } }, runtimeContext: { sessionId: session } };
}
const toolSet = Object.fromEntries(tools.map(({ name, description, parameters }) => [name, ai.tool({
  description,
  [major === '4' ? 'parameters' : 'inputSchema']: ai.jsonSchema({ ...parameters, additionalProperties: false }),
  execute: async (args) => run(name, args),
})]));
const messages = [];
await turns(async ({ user, image }) => {
  messages.push({ role: 'user', content: image ? [{ type: 'text', text: user }, { type: 'image', image: pixel, mediaType: 'image/png', mimeType: 'image/png' }] : user });
  const request = {
    model: api === 'chat' ? openai.chat(model) : openai.responses(model), system: script.system, messages, maxRetries: script.retries,
    ...(tools.length > 0 && { tools: toolSet }), ...(major === '4' ? { maxSteps: 10 } : { stopWhen: ai.stepCountIs(10) }), ...telemetry,
  };
  const result = script.stream ? await streamed(ai.streamText(request)) : await ai.generateText(request);
  messages.push(...(await result.response).messages);
});
await finish(provider);

async function streamed(result) {
  let problem;
  for await (const part of result.fullStream) if (part.type === 'error') problem = part.error;
  if (problem) throw problem;
  return result;
}
