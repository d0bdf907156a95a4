// Strands Agents.
import { createRequire } from 'node:module';

import { Agent, tool } from '@strands-agents/sdk';
import { OpenAIModel } from '@strands-agents/sdk/models/openai';

import { model, modelURL, run, script, session, tools, turns } from '../../agent.js';
import { finish, startTracing } from '../../telemetry.js';

const { provider } = startTracing(createRequire(import.meta.url), 'agent-strands');
const agent = new Agent({
  name: 'support', systemPrompt: script.system, printer: false, traceAttributes: { 'session.id': session },
  model: new OpenAIModel({
    api: 'chat', modelId: model, apiKey: 'none', clientConfig: { baseURL: `${modelURL}/v1`, maxRetries: script.retries },
  }),
  retryStrategy: null,
  tools: tools.map(({ name, description, parameters }) => tool({
    name, description, inputSchema: parameters, callback: (args) => run(name, args),
  })),
});
await turns(({ user }) => agent.invoke(user));
await finish(provider);
