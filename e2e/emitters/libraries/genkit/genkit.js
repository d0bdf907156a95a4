// Genkit on OpenAI's API.
import { createRequire } from 'node:module';

import { model, modelURL, pixel, run, script, tools, turns } from '../../agent.js';
import { exporter, finish, instrumentHTTP } from '../../telemetry.js';

const require = createRequire(import.meta.url);
const { genkit, z } = require('genkit');
const { enableTelemetry, flushTracing } = require('genkit/tracing');
const { openAI } = require('@genkit-ai/compat-oai/openai');
const { SimpleSpanProcessor } = require('@opentelemetry/sdk-trace-base');

await enableTelemetry({ serviceName: 'agent-genkit', spanProcessors: [new SimpleSpanProcessor(exporter(require))] });
instrumentHTTP(require);
const ai = genkit({ plugins: [openAI({ apiKey: 'none', baseURL: `${modelURL}/v1`, maxRetries: script.retries })] });
const functions = tools.map(({ name, description, parameters }) => ai.defineTool(
  { name, description, inputJsonSchema: parameters, outputSchema: z.any() }, async (args) => run(name, args)));
let messages = [{ role: 'system', content: [{ text: script.system }] }];
const chat = ai.defineFlow('supportChat', async ({ user, image }) => {
  messages.push({ role: 'user', content: [{ text: user }, ...(image ? [{ media: { url: `data:image/png;base64,${pixel}`, contentType: 'image/png' } }] : [])] });
  const request = { model: openAI.model(model), messages, tools: functions, maxTurns: 10 };
  const response = script.stream ? await streamed(ai.generateStream(request)) : await ai.generate(request);
  messages = response.messages;
  return response.text;
});
await turns(chat);
await flushTracing();
await finish();

async function streamed({ stream, response }) {
  for await (const chunk of stream) if (!chunk) break;
  return response;
}
