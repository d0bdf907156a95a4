// OpenAI's Responses API.
import { chat } from './openai.js';
import { sse } from './sse.js';

function items(n, reply) {
  return reply.calls
    ? reply.calls.map((c) => ({
      id: `fc_${c.id}`, type: 'function_call', status: 'completed', call_id: c.id, name: c.name, arguments: JSON.stringify(c.args),
    }))
    : [{
      id: `msg_${n}`, type: 'message', status: 'completed', role: 'assistant',
      content: [{ type: 'output_text', text: reply.text, annotations: [], logprobs: [] }],
    }];
}

function response(n, request, output) {
  return {
    id: `resp_${n}`, object: 'response', created_at: 1795175829, status: 'completed', error: null, incomplete_details: null,
    instructions: request.instructions ?? null, max_output_tokens: null, model: request.model, output, parallel_tool_calls: true,
    previous_response_id: request.previous_response_id ?? null, reasoning: { effort: null, summary: null }, store: true,
    temperature: 1, text: { format: { type: 'text' } }, tool_choice: 'auto', tools: [], top_p: 1, truncation: 'disabled',
    usage: { input_tokens: 42, input_tokens_details: { cached_tokens: 0 }, output_tokens: 17, output_tokens_details: { reasoning_tokens: 0 }, total_tokens: 59 },
    user: null, metadata: {},
  };
}

function* events(n, request, reply) {
  const output = items(n, reply);
  yield { type: 'response.created', response: { ...response(n, request, []), status: 'in_progress', usage: null } };
  for (const [output_index, item] of output.entries()) {
    const at = { output_index, item_id: item.id };
    if (item.type === 'function_call') {
      yield { type: 'response.output_item.added', output_index, item: { ...item, arguments: '', status: 'in_progress' } };
      yield { type: 'response.function_call_arguments.delta', ...at, delta: item.arguments };
      yield { type: 'response.function_call_arguments.done', ...at, arguments: item.arguments };
    } else {
      const part = item.content[0];
      yield { type: 'response.output_item.added', output_index, item: { ...item, content: [], status: 'in_progress' } };
      yield { type: 'response.content_part.added', ...at, content_index: 0, part: { ...part, text: '' } };
      for (const delta of part.text.match(/\S+\s*/g)) yield { type: 'response.output_text.delta', ...at, content_index: 0, delta, logprobs: [] };
      yield { type: 'response.output_text.done', ...at, content_index: 0, text: part.text, logprobs: [] };
      yield { type: 'response.content_part.done', ...at, content_index: 0, part };
    }
    yield { type: 'response.output_item.done', output_index, item };
  }
  yield { type: 'response.completed', response: response(n, request, output) };
}

export const responses = {
  serves: (path) => path.endsWith('/responses'),
  answer: (to, n, request, reply) => {
    if (request.stream) {
      return sse(to, [...events(n, request, reply)].map((e, i) => ({ event: e.type, data: { ...e, sequence_number: i } })));
    }
    return to.json(200, response(n, request, items(n, reply)));
  },
  error: chat.error,
};
