// Langfuse on OpenAI's SDK.
import { createRequire } from 'node:module';

import { modelURL, script, session, talk } from '../../agent.js';
import { chat, responses } from '../../clients.js';
import { exporter, finish, startTracing } from '../../telemetry.js';

const require = createRequire(`${process.cwd()}/`); // of the versions in the folder that record.js runs it in
const [api] = process.argv.slice(2);
const { OpenAI } = require('openai');
const { observeOpenAI } = require('@langfuse/openai');
const { LangfuseSpanProcessor } = require('@langfuse/otel');
const { propagateAttributes, startActiveObservation, updateActiveTrace } = require('@langfuse/tracing');

const { provider } = startTracing(require, 'agent-langfuse', {
  processors: [new LangfuseSpanProcessor({
    exporter: exporter(require), exportMode: 'immediate', shouldExportSpan: () => true, publicKey: 'none', secretKey: 'none', ...(script.off && { mask: () => '***' }),
  })],
});
const openai = observeOpenAI(new OpenAI({ apiKey: 'none', baseURL: `${modelURL}/v1`, maxRetries: script.retries }));
const inSession = (fn) => {
  if (propagateAttributes) return propagateAttributes({ sessionId: session }, fn);
  updateActiveTrace({ sessionId: session });
  return fn();
};
await talk(api === 'responses' ? responses(openai) : chat(openai), {
  trace: (fn) => startActiveObservation('support-turn', () => inSession(fn)),
  tool: (name, args, fn) => startActiveObservation(name, (o) => {
    o.update({ input: args });
    const output = fn(args);
    o.update({ output });
    return output;
  }, { asType: 'tool' }),
});
await finish(provider);
