// OpenLLMetry on Anthropic's SDK.
import { createRequire } from 'node:module';

import { modelURL, script, session, talk } from '../../agent.js';
import { anthropic } from '../../clients.js';
import { exporter, instrumentHTTP } from '../../telemetry.js';

const require = createRequire(import.meta.url);
const module = require('@anthropic-ai/sdk');
const traceloop = require('@traceloop/node-server-sdk');
traceloop.initialize({
  appName: 'agent-openllmetry', disableBatch: true, exporter: exporter(require), silenceInitializationMessage: true,
  instrumentModules: { anthropic: module }, traceContent: !script.off, traceloopSyncEnabled: false,
});
instrumentHTTP(require);
await talk(anthropic(new module.Anthropic({ apiKey: 'none', baseURL: modelURL, maxRetries: script.retries })), {
  trace: (fn) => traceloop.withAssociationProperties({ session_id: session }, () => traceloop.withWorkflow({ name: 'support_chat' }, fn)),
  tool: (name, args, fn) => traceloop.withTool({ name }, fn, args),
});
await traceloop.forceFlush();
process.exit(0);
