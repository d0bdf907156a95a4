// What both servers need of HTTP.
import { gunzipSync } from 'node:zlib';

/** Reads the body of a request. */
export async function body(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  return request.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes;
}

/** Answers with JSON, on a connection that ends with the answer, so that each request has its own. */
export function json(response, code, value, headers = {}) {
  response.writeHead(code, { 'content-type': 'application/json', connection: 'close', ...headers });
  response.end(JSON.stringify(value));
}

/** Listens on a free loopback port. */
export async function listen(server) {
  await new Promise((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    close: () => new Promise((resolve) => { server.close(resolve); server.closeAllConnections(); }),
  };
}
