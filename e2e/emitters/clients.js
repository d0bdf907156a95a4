// How the providers' own SDKs are asked; see talk in agent.js.
import { claude, model, pixel, script, tools } from './agent.js';

const { system, stream } = script;

/** OpenAI's chat completions. */
export function chat(openai) {
  const messages = [{ role: 'system', content: system }];
  const functions = tools.map((t) => ({ type: 'function', function: t }));
  return {
    user: (text, image) => messages.push({
      role: 'user',
      content: image ? [{ type: 'text', text }, { type: 'image_url', image_url: { url: `data:image/png;base64,${pixel}` } }] : text,
    }),
    ask: async () => {
      const request = { model, messages: [...messages], ...(functions.length > 0 && { tools: functions }) };
      const message = stream
        ? await joined(await openai.chat.completions.create({ ...request, stream: true, stream_options: { include_usage: true } }))
        : (await openai.chat.completions.create(request)).choices[0].message;
      messages.push(message);
      return {
        text: message.content,
        calls: message.tool_calls?.map((c) => ({ id: c.id, name: c.function.name, args: JSON.parse(c.function.arguments) })),
      };
    },
    result: (call, content) => messages.push({ role: 'tool', tool_call_id: call.id, content }),
  };
}

/** Puts the chunks of an answer together. */
async function joined(chunks) {
  const message = { role: 'assistant', content: null };
  for await (const chunk of chunks) {
    const delta = chunk.choices[0]?.delta ?? {};
    if (delta.content) message.content = (message.content ?? '') + delta.content;
    for (const { index, function: f, ...rest } of delta.tool_calls ?? []) {
      message.tool_calls ??= [];
      message.tool_calls[index] ??= { ...rest, function: { name: f.name, arguments: '' } };
      message.tool_calls[index].function.arguments += f.arguments ?? '';
    }
  }
  return message;
}

/** OpenAI's Responses API; chained sends only what is new. */
export function responses(openai) {
  let input = [];
  let previous;
  const functions = tools.map((t) => ({ type: 'function', strict: false, ...t }));
  return {
    user: (text, image) => input.push({
      role: 'user',
      content: image
        ? [{ type: 'input_text', text }, { type: 'input_image', detail: 'auto', image_url: `data:image/png;base64,${pixel}` }] : text,
    }),
    ask: async () => {
      const request = {
        model, instructions: system, input: [...input], ...(functions.length > 0 && { tools: functions }),
        ...(previous && { previous_response_id: previous }),
      };
      const response = stream ? await completed(await openai.responses.create({ ...request, stream: true })) : await openai.responses.create(request);
      if (script.chained) [previous, input] = [response.id, []];
      else input.push(...response.output);
      return {
        text: response.output_text,
        calls: response.output.filter((o) => o.type === 'function_call')
          .map((o) => ({ id: o.call_id, name: o.name, args: JSON.parse(o.arguments) })),
      };
    },
    result: (call, output) => input.push({ type: 'function_call_output', call_id: call.id, output }),
  };
}

async function completed(events) {
  let last;
  for await (const event of events) if (event.type === 'response.completed') last = event.response;
  return last;
}

/** Anthropic's messages. */
export function anthropic(sdk) {
  const messages = [];
  const functions = tools.map(({ parameters, ...t }) => ({ ...t, input_schema: parameters }));
  const results = () => {
    const last = messages.at(-1);
    if (last.role === 'user') return last.content;
    messages.push({ role: 'user', content: [] });
    return messages.at(-1).content;
  };
  return {
    user: (text, image) => messages.push({
      role: 'user',
      content: image
        ? [{ type: 'text', text }, { type: 'image', source: { type: 'base64', media_type: 'image/png', data: pixel } }] : text,
    }),
    ask: async () => {
      const request = {
        model: claude, max_tokens: 1024, system, messages: structuredClone(messages), ...(functions.length > 0 && { tools: functions }),
      };
      const message = stream ? await streamed(await sdk.messages.create({ ...request, stream: true })) : await sdk.messages.create(request);
      messages.push({ role: 'assistant', content: message.content });
      return {
        text: message.content.find((b) => b.type === 'text')?.text,
        calls: message.content.filter((b) => b.type === 'tool_use').map((b) => ({ id: b.id, name: b.name, args: b.input })),
      };
    },
    result: (call, content, failed) => results().push({ type: 'tool_result', tool_use_id: call.id, content, ...(failed && { is_error: true }) }),
  };
}

async function streamed(events) {
  const content = [];
  let json = '';
  for await (const event of events) {
    if (event.type === 'content_block_start') [json, content[event.index]] = ['', { ...event.content_block }];
    const { delta } = event;
    if (delta?.type === 'text_delta') content[event.index].text += delta.text;
    if (delta?.type === 'input_json_delta') content[event.index].input = JSON.parse(json += delta.partial_json);
  }
  return { content };
}
