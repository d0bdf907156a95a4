// Anthropic's messages, by themselves and behind Bedrock's InvokeModel.
import { sse } from './sse.js';

const usage = { input_tokens: 42, cache_creation_input_tokens: 0, cache_read_input_tokens: 0, output_tokens: 17 };
const blocks = (reply) => (reply.calls
  ? reply.calls.map((c) => ({ type: 'tool_use', id: c.id, name: c.name, input: c.args }))
  : [{ type: 'text', text: reply.text }]);
const message = (n, request, reply) => ({
  id: `msg_${n}`, type: 'message', role: 'assistant', model: request.model ?? 'claude-sonnet-4-5', content: blocks(reply),
  stop_reason: reply.calls ? 'tool_use' : 'end_turn', stop_sequence: null, usage,
});

function* events(n, request, reply) {
  const whole = message(n, request, reply);
  yield { type: 'message_start', message: { ...whole, content: [], stop_reason: null } };
  for (const [index, block] of whole.content.entries()) {
    const use = block.type === 'tool_use';
    yield { type: 'content_block_start', index, content_block: use ? { ...block, input: {} } : { type: 'text', text: '' } };
    yield {
      type: 'content_block_delta', index,
      delta: use ? { type: 'input_json_delta', partial_json: JSON.stringify(block.input) } : { type: 'text_delta', text: block.text },
    };
    yield { type: 'content_block_stop', index };
  }
  yield { type: 'message_delta', delta: { stop_reason: whole.stop_reason, stop_sequence: null }, usage: { output_tokens: 17 } };
  yield { type: 'message_stop' };
}

export const anthropic = {
  serves: (path) => path.endsWith('/v1/messages') || path.endsWith('/invoke'),
  answer: (response, n, request, reply) => {
    if (request.stream) return sse(response, [...events(n, request, reply)].map((data) => ({ event: data.type, data })));
    return response.json(200, message(n, request, reply));
  },
  error: (code) => ({
    type: 'error',
    error: code === 429
      ? { type: 'rate_limit_error', message: 'This request would exceed your rate limit of 50 requests per minute.' }
      : { type: 'api_error', message: 'Internal server error' },
  }),
};
