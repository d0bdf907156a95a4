// LangSmith on OpenAI's SDK, through OpenTelemetry.
import { createRequire } from 'node:module';

import { modelURL, otlpURL, script, session, talk } from '../../agent.js';
import { chat, responses } from '../../clients.js';
import { exporter, finish, instrumentHTTP } from '../../telemetry.js';

const require = createRequire(`${process.cwd()}/`); // of the versions in the folder that record.js runs it in
process.env.LANGSMITH_ENDPOINT = otlpURL;
const [api] = process.argv.slice(2);
const { initializeOTEL } = require('langsmith/experimental/otel/setup');
const { NodeTracerProvider, SimpleSpanProcessor } = require('@opentelemetry/sdk-trace-node');
const { resourceFromAttributes } = require('@opentelemetry/resources');
const provider = new NodeTracerProvider({
  resource: resourceFromAttributes({ 'service.name': 'agent-langsmith' }), spanProcessors: [new SimpleSpanProcessor(exporter(require))],
});
provider.register();
instrumentHTTP(require);
initializeOTEL({ globalTracerProvider: provider });
const { wrapOpenAI } = require('langsmith/wrappers');
const { Client } = require('langsmith');
const { traceable } = require('langsmith/traceable');
const { OpenAI } = require('openai');

const client = new Client();
const openai = wrapOpenAI(new OpenAI({ apiKey: 'none', baseURL: `${modelURL}/v1`, maxRetries: script.retries }), { client });
await talk(api === 'responses' ? responses(openai) : chat(openai), {
  trace: (fn) => traceable(fn, { name: 'support_chat', metadata: { session_id: session }, client })(),
  tool: (name, args, fn) => traceable(async (input) => fn(input), { name, run_type: 'tool', client })(args),
});
await client.awaitPendingTraceBatches();
await finish(provider);
