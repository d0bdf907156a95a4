// Sets the OpenTelemetry SDK up as an application does.
import { otlpURL, script } from './agent.js';

/**
 * Starts tracing with the packages of the library's own folder, of which require is. HTTP clients are instrumented where the
 * scenario says so. Returns the provider and a tracer of the application.
 */
export function startTracing(require, service, { instrumentations = [], processors } = {}) {
  const { NodeTracerProvider, SimpleSpanProcessor } = require('@opentelemetry/sdk-trace-node');
  const { resourceFromAttributes } = require('@opentelemetry/resources');
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': service }),
    spanProcessors: processors ?? [new SimpleSpanProcessor(exporter(require))],
  });
  provider.register();
  require('@opentelemetry/instrumentation').registerInstrumentations({ tracerProvider: provider, instrumentations });
  instrumentHTTP(require);
  return { provider, tracer: provider.getTracer('app') };
}

/** Exports spans to the recorder. */
export function exporter(require) {
  const { OTLPTraceExporter } = require('@opentelemetry/exporter-trace-otlp-http');
  return new OTLPTraceExporter({ url: `${otlpURL}/v1/traces` });
}

/** Instruments HTTP clients where the scenario says so. */
export function instrumentHTTP(require) {
  if (!script.http) return;
  const { UndiciInstrumentation } = require('@opentelemetry/instrumentation-undici');
  const { HttpInstrumentation } = require('@opentelemetry/instrumentation-http');
  require('@opentelemetry/instrumentation').registerInstrumentations({
    instrumentations: [
      new UndiciInstrumentation({ ignoreRequestHook: (r) => r.origin === otlpURL }),
      new HttpInstrumentation({
        ignoreOutgoingRequestHook: (o) => otlpURL.endsWith(`:${o.port}`), disableIncomingRequestInstrumentation: true,
      }),
    ],
  });
  require('http'); // it is instrumented when it is next asked for
}

/** Runs fn in the span of a request to the application. */
export function inRequest(require, tracer, fn) {
  const { SpanKind } = require('@opentelemetry/api');
  return tracer.startActiveSpan('POST /chat', { kind: SpanKind.SERVER }, async (span) => {
    try {
      return await fn(span);
    } finally {
      span.end();
    }
  });
}

/** Exports what is left and ends the process, whatever a library left open. */
export async function finish(...providers) {
  for (const p of providers) await p.forceFlush();
  process.exit(0);
}
