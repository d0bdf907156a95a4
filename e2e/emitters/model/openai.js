// OpenAI's chat completions.
import { sse } from './sse.js';

const usage = { prompt_tokens: 42, completion_tokens: 17, total_tokens: 59 };
const head = (n, request) => ({ id: `chatcmpl-${n}`, created: 1795175829, model: request.model, system_fingerprint: 'fp_1' });
const toolCalls = (reply) => reply.calls?.map((c) => ({
  id: c.id, type: 'function', function: { name: c.name, arguments: JSON.stringify(c.args) },
}));
const finish = (reply) => (reply.calls ? 'tool_calls' : 'stop');

function completion(n, request, reply) {
  const message = { role: 'assistant', content: reply.text ?? null, refusal: null };
  if (reply.calls) message.tool_calls = toolCalls(reply);
  return {
    ...head(n, request), object: 'chat.completion', usage,
    choices: [{ index: 0, finish_reason: finish(reply), logprobs: null, message }],
  };
}

function* chunks(n, request, reply) {
  const chunk = (delta, reason = null) => ({
    ...head(n, request), object: 'chat.completion.chunk', choices: [{ index: 0, delta, logprobs: null, finish_reason: reason }],
  });
  yield chunk({ role: 'assistant', content: reply.calls ? null : '' });
  for (const [index, c] of (toolCalls(reply) ?? []).entries()) {
    yield chunk({ tool_calls: [{ index, ...c, function: { name: c.function.name, arguments: '' } }] });
    yield chunk({ tool_calls: [{ index, function: { arguments: c.function.arguments } }] });
  }
  for (const word of reply.text?.match(/\S+\s*/g) ?? []) yield chunk({ content: word });
  yield chunk({}, finish(reply));
  if (request.stream_options?.include_usage) yield { ...head(n, request), object: 'chat.completion.chunk', choices: [], usage };
}

export const chat = {
  serves: (path) => path.endsWith('/chat/completions'),
  answer: (response, n, request, reply) => {
    if (request.stream) return sse(response, [...chunks(n, request, reply)].map((data) => ({ data })), '[DONE]');
    return response.json(200, completion(n, request, reply));
  },
  error: (code) => ({ error: { message: errorText(code), type: errorType(code), param: null, code: code === 429 ? 'rate_limit_exceeded' : null } }),
};

export const errorText = (code) => (code === 429
  ? 'Rate limit reached for gpt-4o-mini on tokens per min. Please try again in 20s.'
  : 'The server had an error while processing your request. Sorry about that!');
export const errorType = (code) => (code === 429 ? 'rate_limit_error' : 'server_error');
