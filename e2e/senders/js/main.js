// A service that writes spans with the OpenTelemetry SDK. Its contract is in ../request.go.
import { createServer } from "node:http";
import { once } from "node:events";
import { Metadata } from "@grpc/grpc-js";
import { context, diag, DiagConsoleLogger, DiagLogLevel, propagation, ROOT_CONTEXT, SpanKind, trace } from "@opentelemetry/api";
import { OTLPTraceExporter as GRPCExporter } from "@opentelemetry/exporter-trace-otlp-grpc";
import { OTLPTraceExporter as JSONExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { OTLPTraceExporter as ProtobufExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BatchSpanProcessor, NodeTracerProvider } from "@opentelemetry/sdk-trace-node";

// An export that fails is only logged by the SDK.
diag.setLogger(new DiagConsoleLogger(), DiagLogLevel.WARN);

function exporter({ protocol, endpoint, headers = {} }) {
  switch (protocol) {
    case "grpc": {
      const metadata = new Metadata();
      for (const [name, value] of Object.entries(headers)) metadata.set(name, value);
      return new GRPCExporter({ url: `http://${endpoint}`, metadata });
    }
    case "http/json":
      return new JSONExporter({ url: `http://${endpoint}/v1/traces`, headers });
    case "http/protobuf":
      return new ProtobufExporter({ url: `http://${endpoint}/v1/traces`, headers });
    default:
      throw new Error(`unknown protocol: ${protocol}`);
  }
}

// The first provider registers the context manager and the propagators (W3C).
const providers = new Map();
function provider({ service, exporter: options }) {
  const key = JSON.stringify([service, options]);
  if (!providers.has(key)) {
    const created = new NodeTracerProvider({
      resource: resourceFromAttributes({ "service.name": service }),
      spanProcessors: [new BatchSpanProcessor(exporter(options))],
    });
    if (providers.size === 0) created.register();
    providers.set(key, created);
  }
  return providers.get(key);
}

const kinds = { server: SpanKind.SERVER, client: SpanKind.CLIENT };

// Writes a span and what is below it; the answer gets their ids.
async function write(tracer, span, answer) {
  const options = { kind: kinds[span.kind], attributes: span.attributes };
  await tracer.startActiveSpan(span.name, options, async (active) => {
    try {
      const { traceId, spanId } = active.spanContext();
      answer.trace = traceId;
      answer.spans[span.name] = spanId;
      for (const child of span.children ?? []) await write(tracer, child, answer);
      if (span.call) Object.assign(answer.spans, await call(span.call));
    } finally {
      active.end();
    }
  });
}

// Sends a request to another service, which continues this trace.
async function call({ url, request }) {
  const headers = { "content-type": "application/json" };
  propagation.inject(context.active(), headers);
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(request) });
  const body = await response.text();
  if (!response.ok) throw new Error(`${url}: HTTP ${response.status}: ${body}`);
  return JSON.parse(body).spans;
}

async function serve(headers, request) {
  const sdk = provider(request);
  const answer = { spans: {} };
  const parent = propagation.extract(ROOT_CONTEXT, headers);
  await context.with(parent, () => write(sdk.getTracer("e2e"), request.span, answer));
  await sdk.forceFlush();
  return answer;
}

async function text(stream) {
  let all = "";
  for await (const chunk of stream.setEncoding("utf8")) all += chunk;
  return all;
}

const server = createServer(async (request, response) => {
  if (request.method === "GET") return response.end("ready\n");
  try {
    const answer = await serve(request.headers, JSON.parse(await text(request)));
    response.setHeader("content-type", "application/json").end(JSON.stringify(answer));
  } catch (error) {
    console.error(error);
    response.writeHead(500).end(String(error));
  }
});

const [host, port] = process.env.E2E_SENDER.split(":");
server.listen(Number(port), host);
await once(process, "SIGTERM");
server.close();
server.closeAllConnections();
await Promise.all([...providers.values()].map((each) => each.shutdown()));
