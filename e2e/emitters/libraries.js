// The libraries that are recorded: the folder that installs them, the driver in it and the scenarios that they have.
import { scenario, scenarios } from './scenarios.js';

const all = Object.keys(scenarios).filter((name) => !scenarios[name].chained);
/** Of libraries that do much the same as another one. */
const few = ['good', 'tool-throws', 'parallel', 'streaming', 'image', 'rate-limited', 'retried', 'reset', 'three-faults', 'off-reset'];
const chained = 'chained';
const without = (names, list) => list.filter((name) => !names.includes(name));
/** Of libraries that begin a trace with every turn anyway. */
const turnByTurn = without(['session'], all);
const cannotHide = ['off-refund', 'off-rate-limited', 'off-reset', 'off-retried'];
/** Of libraries that end with the error of a tool. */
const endsWithTool = ['tool-throws'];
/** Of a library that asks once. */
const retries = all.filter((name) => scenario(name).retries > 0);
const langsmith = { LANGSMITH_TRACING: 'true', LANGSMITH_OTEL_ENABLED: 'true', LANGSMITH_OTEL_ONLY: 'true', LANGSMITH_PROJECT: 'support' };

export const libraries = [
  { name: 'openllmetry-0.27', folder: 'openai', driver: 'openllmetry', has: all },
  { name: 'openllmetry-sdk-0.27', folder: 'openai', driver: 'openllmetry', args: ['chat', 'sdk'], has: few },
  { name: 'openllmetry-responses-0.27', folder: 'openai', driver: 'openllmetry', args: ['responses', 'sdk'], has: [...few, chained] },
  { name: 'openinference-openai-4.2', folder: 'openai', driver: 'openinference', has: all },
  { name: 'openinference-responses-4.2', folder: 'openai', driver: 'openinference', args: ['responses'], has: [...few, chained] },
  { name: 'langfuse-openai-5.11', folder: 'openai', driver: 'langfuse', has: all },
  { name: 'langfuse-responses-5.11', folder: 'openai', driver: 'langfuse', args: ['responses'], has: [...few, chained] },
  { name: 'langsmith-openai-0.12', folder: 'openai', driver: 'langsmith', env: langsmith, has: without(cannotHide, few) },
  { name: 'openllmetry-0.12', folder: 'openai-then', driver: '../openai/openllmetry', args: ['chat', 'traceloop-openai-0.12'], has: few },
  { name: 'openllmetry-sdk-0.14', folder: 'openai-then', driver: '../openai/openllmetry', args: ['chat', 'sdk'], has: [...few, 'tool-loop'] },
  { name: 'openinference-openai-2.3', folder: 'openai-then', driver: '../openai/openinference', has: few },
  { name: 'langfuse-openai-4.0', folder: 'openai-then', driver: '../openai/langfuse', has: few },
  { name: 'langsmith-openai-0.3', folder: 'openai-then', driver: '../openai/langsmith', env: langsmith, has: without(cannotHide, few) },
  { name: 'otel-openai-0.22', folder: 'otel', driver: 'openai', args: ['otel-openai'], logs: true, has: all },
  { name: 'otel-openai-0.5', folder: 'otel', driver: 'openai', args: ['otel-openai-then'], logs: true, has: few },
  { name: 'openllmetry-anthropic-0.27', folder: 'anthropic', driver: 'openllmetry', has: without(cannotHide, few) },
  { name: 'openinference-anthropic-0.2', folder: 'anthropic', driver: 'openinference', has: few },
  { name: 'vercel-ai-4', folder: 'vercel', driver: 'vercel', args: ['4'], has: without(endsWithTool, few) },
  { name: 'vercel-ai-5', folder: 'vercel', driver: 'vercel', args: ['5'], has: few },
  { name: 'vercel-ai-6', folder: 'vercel', driver: 'vercel', args: ['6'], has: few },
  { name: 'vercel-ai-7', folder: 'vercel', driver: 'vercel', args: ['7'], has: turnByTurn },
  { name: 'sentry-openai-10.78', folder: 'sentry', driver: 'sentry', args: ['openai'], has: few },
  { name: 'sentry-anthropic-10.78', folder: 'sentry', driver: 'sentry', args: ['anthropic'], has: few },
  { name: 'sentry-openai-10.20', folder: 'sentry-then', driver: '../sentry/sentry', args: ['openai'], has: few },
  { name: 'openinference-langchain-4.1', folder: 'langchain', driver: 'langchain', args: ['openinference'], has: few },
  { name: 'openllmetry-langchain-0.27', folder: 'langchain', driver: 'langchain', args: ['openllmetry'], has: few },
  { name: 'langfuse-langchain-5.11', folder: 'langchain', driver: 'langchain', args: ['langfuse'], has: few },
  { name: 'openinference-agents-0.2', folder: 'agents', driver: 'agents', args: ['responses'], has: few },
  { name: 'openinference-agents-chat-0.2', folder: 'agents', driver: 'agents', args: ['chat'], has: few },
  { name: 'genkit-1.42', folder: 'genkit', driver: 'genkit', has: without([...cannotHide, ...endsWithTool], few) },
  { name: 'google-adk-2.0', folder: 'adk', driver: 'adk', has: without(retries, turnByTurn) },
  { name: 'strands-1.16', folder: 'strands', driver: 'strands', has: without(cannotHide, few) },
];
