// A model on loopback that says what a script has, whichever of the providers' APIs it is asked in.
import { createServer } from 'node:http';

import { body, json, listen } from '../http.js';
import { anthropic } from './anthropic.js';
import { bedrock } from './bedrock.js';
import { gemini } from './gemini.js';
import { chat } from './openai.js';
import { responses } from './responses.js';

const apis = [chat, responses, anthropic, gemini, bedrock];

/** Starts a model that gives each request the next of the replies; rest() tells how many were not asked for. */
export async function startModel(replies) {
  const script = [...replies];
  let n = 0;
  const unknown = [];
  const server = createServer(async (request, response) => {
    response.json = (code, value, headers) => json(response, code, value, headers);
    const path = new URL(request.url, 'http://model').pathname;
    const asked = JSON.parse((await body(request)).toString() || '{}');
    const api = apis.find((a) => a.serves(path));
    const reply = api && script.shift();
    if (!reply) {
      unknown.push(`${request.method} ${path}`);
      response.json(404, {});
    } else if (reply.reset) {
      request.socket.resetAndDestroy();
    } else if (reply.status) {
      const name = api.errorName?.(reply.status);
      response.json(reply.status, api.error(reply.status), { 'retry-after-ms': '1', ...(name && { 'x-amzn-errortype': name }) });
    } else {
      api.answer(response, ++n, asked, reply, path);
    }
  });
  return { ...(await listen(server)), rest: () => script.length, unknown };
}
