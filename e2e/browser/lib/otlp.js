// Spans with the attributes of OpenTelemetry's conventions for generative AI, sent over OTLP/HTTP.
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { inRepository } from './paths.js';

const hex = (bytes) => randomBytes(bytes).toString('hex');
const nanos = (millis) => String(BigInt(Math.round(millis * 1000)) * 1000n);

export const newTrace = () => hex(16);

function value(of) {
  if (typeof of === 'number') return Number.isInteger(of) ? { intValue: String(of) } : { doubleValue: of };
  if (typeof of === 'boolean') return { boolValue: of };
  return { stringValue: typeof of === 'string' ? of : JSON.stringify(of) };
}

const attributes = (of) => Object.entries(of).map(([key, v]) => ({ key, value: value(v) }));

/** A span; start and end are milliseconds of Unix time. */
export function span({ trace, parent = '', id = hex(8), name, start, end, kind = 1, error, ...rest }) {
  return {
    traceId: trace, spanId: id, parentSpanId: parent, name, kind, startTimeUnixNano: nanos(start), endTimeUnixNano: nanos(end),
    attributes: attributes(rest.attributes ?? {}), status: error === undefined ? {} : { code: 2, message: error },
  };
}

/** A span of a model that was told messages and answered. */
export function chat({ trace, parent, conversation, input, output, start, end, model = 'gpt-4o-mini', attributes: more = {} }) {
  return span({
    trace, parent, name: `chat ${model}`, start, end, kind: 3,
    attributes: {
      'gen_ai.operation.name': 'chat', 'gen_ai.provider.name': 'openai', 'gen_ai.request.model': model, 'gen_ai.conversation.id': conversation,
      'gen_ai.usage.input_tokens': 40 * input.length, 'gen_ai.usage.output_tokens': 30, 'gen_ai.input.messages': input, 'gen_ai.output.messages': output, ...more,
    },
  });
}

export const said = (role, content) => ({ role, parts: [{ type: 'text', content }] });
export const called = (id, name, args) => ({ role: 'assistant', parts: [{ type: 'tool_call', id, name, arguments: args }] });
export const returned = (id, response) => ({ role: 'tool', parts: [{ type: 'tool_call_response', id, response }] });

/** Sends spans of one service; a refusal is an error. */
export async function send(collector, spans, service = 'shop') {
  await post(collector, { resourceSpans: [{ resource: { attributes: attributes({ 'service.name': service }) }, scopeSpans: [{ spans }] }] });
}

async function post(collector, request) {
  const response = await fetch(`${collector.otlp}/v1/traces`, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(request),
  });
  const answer = await response.text();
  if (!response.ok || answer.includes('rejectedSpans')) throw new Error(`OTLP: ${response.status} ${answer}`);
}

/** Sends a file of examples/ as if it happened just now. */
export async function sendExample(collector, name) {
  const request = JSON.parse(await readFile(inRepository('examples', name), 'utf8'));
  const spans = request.resourceSpans.flatMap((r) => r.scopeSpans.flatMap((s) => s.spans));
  const last = spans.map((s) => BigInt(s.endTimeUnixNano)).reduce((a, b) => (a > b ? a : b));
  const shift = BigInt(Date.now() - 1000) * 1_000_000n - last;
  const move = (time) => String(BigInt(time) + shift);
  for (const s of spans) {
    s.startTimeUnixNano = move(s.startTimeUnixNano);
    s.endTimeUnixNano = move(s.endTimeUnixNano);
    for (const event of s.events ?? []) event.timeUnixNano = move(event.timeUnixNano);
  }
  await post(collector, request);
}
