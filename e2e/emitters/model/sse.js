/** Answers with server-sent events; last is a line of data that is no JSON. */
export function sse(response, events, last) {
  response.writeHead(200, { 'content-type': 'text/event-stream', connection: 'close' });
  for (const { event, data } of events) {
    if (event) response.write(`event: ${event}\n`);
    response.write(`data: ${JSON.stringify(data)}\n\n`);
  }
  response.end(last ? `data: ${last}\n\n` : undefined);
}
