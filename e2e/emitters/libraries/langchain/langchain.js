// LangChain's chat models and tools, instrumented by OpenInference, OpenLLMetry or Langfuse.
import { createRequire } from 'node:module';

import { failed, model, modelURL, pixel, run, script, session, tools, turns } from '../../agent.js';
import { exporter, finish, startTracing } from '../../telemetry.js';

const require = createRequire(import.meta.url);
const [by] = process.argv.slice(2);
const { ChatOpenAI } = require('@langchain/openai');
const { AIMessageChunk, HumanMessage, SystemMessage, ToolMessage } = require('@langchain/core/messages');
const { tool } = require('@langchain/core/tools');

const { provider, callbacks } = {
  openinference: () => {
    const { LangChainInstrumentation } = require('@arizeai/openinference-instrumentation-langchain');
    const instrumentation = new LangChainInstrumentation({ traceConfig: script.off ? { hideInputs: true, hideOutputs: true } : {} });
    const started = startTracing(require, 'agent-langchain', { instrumentations: [instrumentation] });
    instrumentation.manuallyInstrument(require('@langchain/core/callbacks/manager'));
    return started;
  },
  openllmetry: () => {
    const { LangChainInstrumentation } = require('@traceloop/instrumentation-langchain');
    const instrumentation = new LangChainInstrumentation({ traceContent: !script.off });
    const started = startTracing(require, 'agent-langchain', { instrumentations: [instrumentation] });
    instrumentation.manuallyInstrument({ callbackManagerModule: require('@langchain/core/callbacks/manager') });
    return started;
  },
  langfuse: () => {
    const { LangfuseSpanProcessor } = require('@langfuse/otel');
    const { CallbackHandler } = require('@langfuse/langchain');
    const processors = [new LangfuseSpanProcessor({
      exporter: exporter(require), exportMode: 'immediate', shouldExportSpan: () => true, publicKey: 'none', secretKey: 'none',
      ...(script.off && { mask: () => '***' }),
    })];
    return { ...startTracing(require, 'agent-langfuse', { processors }), callbacks: [new CallbackHandler({ sessionId: session })] };
  },
}[by]();

const llm = new ChatOpenAI({
  apiKey: 'none', model, maxRetries: script.retries, streaming: script.stream, configuration: { baseURL: `${modelURL}/v1` },
});
const functions = tools.map(({ name, description, parameters }) => tool(async (args) => run(name, args), { name, description, schema: parameters }));
const asked = functions.length > 0 ? llm.bindTools(functions) : llm;
const options = { metadata: { session_id: session }, ...(callbacks && { callbacks }) };
const messages = [new SystemMessage(script.system)];
await turns(async ({ user, image }) => {
  messages.push(new HumanMessage(image
    ? { content: [{ type: 'text', text: user }, { type: 'image_url', image_url: { url: `data:image/png;base64,${pixel}` } }] } : user));
  for (;;) {
    const answer = await ask();
    messages.push(answer);
    if (!answer.tool_calls?.length) return;
    messages.push(...await Promise.all(answer.tool_calls.map(execute)));
  }
});
await finish(provider);

async function ask() {
  if (!script.stream) return asked.invoke([...messages], options);
  let whole = new AIMessageChunk('');
  for await (const chunk of await asked.stream([...messages], options)) whole = whole.concat(chunk);
  return whole;
}

async function execute(call) {
  try {
    const content = await functions.find((f) => f.name === call.name).invoke(call.args, options);
    return new ToolMessage({ content, tool_call_id: call.id, name: call.name, ...(failed(content) && { status: 'error' }) });
  } catch (error) {
    return new ToolMessage({ content: `Error: ${error.message}`, tool_call_id: call.id, name: call.name, status: 'error' });
  }
}
