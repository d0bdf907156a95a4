// An OTLP/HTTP receiver for JSON that keeps what it gets.
import { createServer } from 'node:http';

import { body, json, listen } from './http.js';

/** Starts a receiver; spans and logs are flat lists of {resource, scope, item} in the order of arrival. */
export async function startReceiver() {
  const spans = [];
  const logs = [];
  const refused = [];
  const keep = (resources, scopes, items, to) => {
    for (const r of resources ?? []) for (const s of r[scopes] ?? []) for (const item of s[items] ?? []) to.push({ resource: r.resource, scope: s.scope, item });
  };
  const server = createServer(async (request, response) => {
    const bytes = await body(request);
    if (!request.url.startsWith('/v1/')) return json(response, 404, {}); // a library asks its own backend
    if (!request.headers['content-type']?.startsWith('application/json')) {
      refused.push(`${request.url}: ${request.headers['content-type']}`);
      return json(response, 415, {});
    }
    const data = JSON.parse(bytes.toString());
    keep(data.resourceSpans, 'scopeSpans', 'spans', spans);
    keep(data.resourceLogs, 'scopeLogs', 'logRecords', logs);
    return json(response, 200, {});
  });
  return { ...(await listen(server)), spans, logs, refused };
}
