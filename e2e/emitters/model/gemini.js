// Gemini's generateContent and streamGenerateContent.
import { sse } from './sse.js';

const answer = (reply) => ({
  candidates: [{
    content: {
      role: 'model',
      parts: reply.calls ? reply.calls.map((c) => ({ functionCall: { name: c.name, args: c.args } })) : [{ text: reply.text }],
    },
    finishReason: 'STOP', index: 0,
  }],
  usageMetadata: { promptTokenCount: 42, candidatesTokenCount: 17, totalTokenCount: 59 },
  modelVersion: 'gemini-2.5-flash',
});

export const gemini = {
  serves: (path) => path.endsWith(':generateContent') || path.endsWith(':streamGenerateContent'),
  answer: (response, n, request, reply, path) => (path.endsWith(':streamGenerateContent')
    ? sse(response, [{ data: answer(reply) }])
    : response.json(200, answer(reply))),
  error: (code) => ({
    error: code === 429
      ? { code, message: 'Resource has been exhausted (e.g. check quota).', status: 'RESOURCE_EXHAUSTED' }
      : { code, message: 'An internal error has occurred.', status: 'INTERNAL' },
  }),
};
