import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import * as api from '../api';
import { visible } from '../lib/text';
import type { Status } from '../types';
import { asError } from '../ui/data';
import { askStatus, status as current } from '../ui/live';
import { Copy, Problem } from '../ui/states';

/** An empty store: how to send something. */
export function FirstRun({ status }: { status: Status }): VNode {
  const [loading, setLoading] = useState(false);
  const [error, setError] = useState<Error>();
  useEffect(() => {
    document.title = 'Waiting for the first span';
    const timer = setInterval(() => {
      if (!document.hidden) void askStatus();
    }, 3000);
    return () => clearInterval(timer);
  }, []);
  const grpc = status.otlp_grpc || '127.0.0.1:4317';
  const http = status.otlp_http || 'http://127.0.0.1:4318';
  const load = async (): Promise<void> => {
    setLoading(true);
    setError(undefined);
    try {
      current.value = await api.loadDemo();
    } catch (problem) {
      setError(asError(problem));
    }
    setLoading(false);
  };
  const command = curl(http);
  return (
    <div class="page first-run" data-testid="first-run">
      <h1>Waiting for the first span</h1>
      <p>Point the OTLP exporter of your agent, gateway or SDK at one of these. This page comes alive with what arrives.</p>
      <dl class="endpoints">
        <div><dt>OTLP/gRPC</dt><dd><code>{visible(grpc)}</code><Copy text={() => grpc} label="Copy the gRPC endpoint" small /></dd></div>
        <div><dt>OTLP/HTTP</dt><dd><code>{visible(http)}</code><Copy text={() => http} label="Copy the HTTP endpoint" small /></dd></div>
      </dl>
      <h2>Or try it with curl</h2>
      <div class="source"><Copy text={() => command} label="Copy the command" small /><pre tabIndex={0} aria-label="Command" data-testid="curl"><code>{command}</code></pre></div>
      <h2>Or look at recorded conversations</h2>
      <p><button type="button" class="button primary" disabled={loading} onClick={() => void load()} data-testid="load-demo">{loading ? 'Loading the demo…' : 'Load the demo'}</button></p>
      {error ? <Problem error={error} what="the demo" /> : null}
      <p class="dim">What is kept is in <code>{visible(status.path)}</code> and stays on this machine.</p>
    </div>
  );
}

/** A command that sends a conversation of one turn. */
function curl(endpoint: string): string {
  const base = /^https?:/.test(endpoint) ? endpoint.replace(/\/$/, '') : `http://${endpoint}`;
  const input = [{ role: 'user', parts: [{ type: 'text', content: 'Where is my order? I asked three times. Get me a human.' }] }];
  const output = [{ role: 'assistant', parts: [{ type: 'text', content: 'I am sorry, I can not find it.' }], finish_reason: 'stop' }];
  const text = (key: string, value: string): string => `{"key":"${key}","value":{"stringValue":${JSON.stringify(value)}}}`;
  return [
    'now=$(date +%s)',
    `curl ${base}/v1/traces -H 'content-type: application/json' -d '{"resourceSpans":[{`,
    `  "resource":{"attributes":[${text('service.name', 'hello')}]},`,
    '  "scopeSpans":[{"spans":[{"name":"chat","kind":3,',
    `    "traceId":"'$(openssl rand -hex 16)'","spanId":"'$(openssl rand -hex 8)'",`,
    `    "startTimeUnixNano":"'$now'000000000","endTimeUnixNano":"'$now'900000000",`,
    '    "attributes":[',
    `      ${text('gen_ai.operation.name', 'chat')},`,
    `      ${text('gen_ai.conversation.id', 'hello')},`,
    `      ${text('gen_ai.input.messages', JSON.stringify(input))},`,
    `      ${text('gen_ai.output.messages', JSON.stringify(output))}`,
    "    ]}]}]}]}'",
  ].join('\n');
}
