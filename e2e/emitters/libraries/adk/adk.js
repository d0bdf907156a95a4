// Google's Agent Development Kit.
import { createRequire } from 'node:module';

import { modelURL, pixel, run, script, session, tools, turns } from '../../agent.js';
import { finish, startTracing } from '../../telemetry.js';

const require = createRequire(import.meta.url);
process.env.ADK_CAPTURE_MESSAGE_CONTENT_IN_SPANS = String(!script.off);
const { provider } = startTracing(require, 'agent-adk');
const { FunctionTool, Gemini, InMemoryRunner, LlmAgent, StreamingMode } = require('@google/adk');
const gemini = new Gemini({ model: 'gemini-2.5-flash', apiKey: 'none' });
Object.defineProperty(gemini, 'apiClient', { value: new (require('@google/genai').GoogleGenAI)({ apiKey: 'none', httpOptions: { baseUrl: modelURL } }) });
const agent = new LlmAgent({
  name: 'support', model: gemini, instruction: script.system,
  tools: tools.map(({ name, description, parameters }) => new FunctionTool({
    name, description, parameters: { ...parameters, type: 'OBJECT', properties: Object.fromEntries(Object.keys(parameters.properties).map((k) => [k, { type: 'STRING' }])) },
    execute: (args) => run(name, args),
  })),
});
const runner = new InMemoryRunner({ agent, appName: 'support' });
await runner.sessionService.createSession({ appName: 'support', userId: 'user', sessionId: session });
await turns(async ({ user, image }) => {
  const parts = [{ text: user }, ...(image ? [{ inlineData: { mimeType: 'image/png', data: pixel } }] : [])];
  const events = runner.runAsync({
    userId: 'user', sessionId: session, newMessage: { role: 'user', parts },
    runConfig: { streamingMode: script.stream ? StreamingMode.SSE : StreamingMode.NONE },
  });
  for await (const event of events) if (event.errorCode) throw new Error(event.errorMessage);
});
await finish(provider);
