// OpenTelemetry's own instrumentation of OpenAI's SDK; it writes messages as log records.
import { createRequire } from 'node:module';

import { modelURL, otlpURL, script, talk } from '../../agent.js';
import { chat } from '../../clients.js';
import { finish, inRequest, startTracing } from '../../telemetry.js';

const require = createRequire(import.meta.url);
const [which] = process.argv.slice(2);
const { OpenAIInstrumentation } = require(which);
const { logs } = require('@opentelemetry/api-logs');
const { LoggerProvider, SimpleLogRecordProcessor } = require('@opentelemetry/sdk-logs');
const { OTLPLogExporter } = require('@opentelemetry/exporter-logs-otlp-http');
const { resourceFromAttributes } = require('@opentelemetry/resources');
const logExporter = new OTLPLogExporter({ url: `${otlpURL}/v1/logs` });
const loggerProvider = new LoggerProvider({
  resource: resourceFromAttributes({ 'service.name': 'agent-otel' }),
  processors: [new SimpleLogRecordProcessor({ exporter: logExporter })],
});
logs.setGlobalLoggerProvider(loggerProvider);
const instrumentation = new OpenAIInstrumentation({ captureMessageContent: !script.off });
instrumentation.setLoggerProvider?.(loggerProvider);
const { provider, tracer } = startTracing(require, 'agent-otel', { instrumentations: [instrumentation] });
const { OpenAI } = require('openai');
const openai = new OpenAI({ apiKey: 'none', baseURL: `${modelURL}/v1`, maxRetries: script.retries });
await talk(chat(openai), { trace: (fn) => inRequest(require, tracer, fn) });
await finish(provider, logExporter);
