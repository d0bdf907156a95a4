// Sentry on the SDKs of OpenAI and Anthropic; its spans leave over OTLP.
import { createRequire } from 'node:module';

import { modelURL, otlpURL, script, session, talk } from '../../agent.js';
import { anthropic, chat } from '../../clients.js';
import { exporter } from '../../telemetry.js';

const require = createRequire(`${process.cwd()}/`); // of the versions in the folder that record.js runs it in
const [api] = process.argv.slice(2);
const Sentry = require('@sentry/node');
const { SimpleSpanProcessor } = require('@opentelemetry/sdk-trace-node');
const capture = { recordInputs: !script.off, recordOutputs: !script.off };
Sentry.init({
  dsn: 'http://none@127.0.0.1:1/1', tracesSampleRate: 1, sendDefaultPii: !script.off,
  transport: () => ({ send: async () => ({}), flush: async () => true }),
  integrations: [
    Sentry.openAIIntegration(capture), ...(Sentry.anthropicAIIntegration ? [Sentry.anthropicAIIntegration(capture)] : []),
    Sentry.nativeNodeFetchIntegration({ ignoreOutgoingRequests: (url) => url.startsWith(otlpURL) }),
    Sentry.httpIntegration({ ignoreOutgoingRequests: (url) => url.startsWith(otlpURL) }),
  ],
  openTelemetrySpanProcessors: [new SimpleSpanProcessor(exporter(require))],
});
Sentry.setConversationId?.(session);
const client = () => {
  if (api === 'anthropic') {
    const { Anthropic } = require('@anthropic-ai/sdk');
    return anthropic(new Anthropic({ apiKey: 'none', baseURL: modelURL, maxRetries: script.retries }));
  }
  const { OpenAI } = require('openai');
  return chat(new OpenAI({ apiKey: 'none', baseURL: `${modelURL}/v1`, maxRetries: script.retries }));
};
await talk(client(), {
  trace: (fn) => Sentry.startNewTrace(() => Sentry.startSpan({ name: 'POST /chat', op: 'http.server' }, fn)),
  tool: (name, args, fn) => Sentry.startSpan({
    name: `execute_tool ${name}`, op: 'gen_ai.execute_tool',
    attributes: {
      'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': name, ...(!script.off && { 'gen_ai.tool.input': JSON.stringify(args) }),
    },
  }, (span) => {
    const output = fn(args);
    if (!script.off) span.setAttribute('gen_ai.tool.output', output);
    return output;
  }),
});
await Sentry.flush(2000);
await new Promise((resolve) => { setTimeout(resolve, 200); });
process.exit(0);
