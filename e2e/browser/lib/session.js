// Conversations to send: of a session over several traces, of a trace with many spans, of many messages.
import { called, chat, newTrace, returned, said, span } from './otlp.js';

const tools = [{ type: 'function', name: 'get_invoice', description: 'Reads an invoice', parameters: { type: 'object', properties: { id: { type: 'string' } } } }];
const instructions = [{ type: 'text', content: 'You help customers of a shop with their invoices.' }];

/**
 * The spans of a session: a trace for each turn, each call with the whole history. A turn is what the user says, how often the tool
 * fails, and what is answered.
 */
export function session(conversation, turns, end = Date.now() - 2000) {
  const step = 400;
  const history = [];
  const spans = [];
  let calls = 0;
  let at = end - step * turns.reduce((n, turn) => n + 3 + 2 * (turn.fails ?? 0), 0);
  for (const turn of turns) {
    const trace = newTrace();
    const root = span({
      trace, name: 'invoke_agent support', start: at, end: at + step * (2 + 2 * (turn.fails ?? 0)),
      attributes: { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': 'support', 'gen_ai.conversation.id': conversation },
    });
    spans.push(root);
    history.push(said('user', turn.user));
    const model = (output) => {
      spans.push(chat({
        trace, parent: root.spanId, conversation, input: [...history], output: [{ ...output, finish_reason: 'stop' }], start: at, end: at + step,
        attributes: { 'gen_ai.tool.definitions': tools, 'gen_ai.system_instructions': instructions },
      }));
      history.push(output);
      at += step;
    };
    for (let i = 0; i < (turn.fails ?? 0); i++) {
      const id = `call_${++calls}`;
      const args = { id: 88 };
      model(called(id, 'get_invoice', args));
      const error = 'invoice_id must be a string';
      spans.push(span({
        trace, parent: root.spanId, name: 'execute_tool get_invoice', start: at, end: at + step, error,
        attributes: {
          'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'get_invoice', 'gen_ai.tool.call.id': id, 'gen_ai.conversation.id': conversation,
          'gen_ai.tool.call.arguments': args, 'gen_ai.tool.call.result': `Error: ${error}`, 'error.type': 'ValueError',
        },
      }));
      history.push(returned(id, `Error: ${error}`));
      at += step;
    }
    model(said('assistant', turn.agent));
    at += step;
  }
  return spans;
}

/** A session in which a tool fails again and again and the user asks for a human, over three traces. */
export const angry = (conversation) => session(conversation, [
  { user: 'Hello, I need invoice 88 of last month.', agent: 'Sure, what is it about?' },
  { user: 'Just send it to me please.', fails: 6, agent: 'I could not read the invoice.' },
  { user: 'This is useless. Let me talk to a human agent.', agent: 'I am sorry. I will connect you.' },
]);

// The tree of wide: its first span is the root, its second one leads nowhere, each other one has four below it.
const parentOf = (i) => (i < 6 ? 0 : Math.floor((i - 2) / 4) + 1);
const firstChild = (i) => 4 * Math.max(i - 1, 0) + 2;

/** A trace of a number of spans, four below each; one in a hundred failed. last is the name of the one at the end of the tree. */
export function wide(conversation, count, end = Date.now() - 2000) {
  const trace = newTrace();
  const took = count * 10;
  const start = end - took;
  const spans = [span({
    trace, name: `crawl ${count} pages`, start, end,
    attributes: { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': 'crawler', 'gen_ai.conversation.id': conversation },
  })];
  spans.push(chat({ trace, parent: spans[0].spanId, conversation, input: [said('user', 'Read all of it')], output: [said('assistant', 'Done')], start, end: start + 5 }));
  for (let i = spans.length; i < count; i++) {
    spans.push(span({
      trace, parent: spans[parentOf(i)].spanId, name: `GET /pages/${i}`, start: start + i * 10, end: start + i * 10 + 8, kind: 3,
      error: i % 100 === 99 ? 'connection reset by peer' : undefined,
      attributes: { 'http.request.method': 'GET', 'http.route': '/pages' },
    }));
  }
  let last = 0;
  for (let first = 2; first < count; first = firstChild(last)) last = Math.min(first + 3, count - 1);
  return { trace, spans, last: spans[last].name };
}

/** One call that holds many messages. */
export function long(conversation, count, end = Date.now() - 2000) {
  const messages = Array.from({ length: count - 1 }, (_, i) => (i % 2 === 0 ? said('user', `Question number ${i + 1}: what comes after ${i}?`) : said('assistant', `Answer number ${i + 1}.`)));
  return [chat({ trace: newTrace(), conversation, input: messages, output: [{ ...said('assistant', `Answer number ${count}, the last one.`), finish_reason: 'stop' }], start: end - 1000, end })];
}
