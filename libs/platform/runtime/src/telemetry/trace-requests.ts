import {
  type Context,
  context,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';

/** Asked every few seconds by whoever watches; nobody follows these. */
const probes = /^\/(health|metrics)\b/;

/**
 * A span for each request, named by its method and the pattern of its route; a `traceparent` that comes with it is
 * what it follows from. The span is active while guards and handlers run.
 */
export function traceRequests(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  const requests = new WeakMap<FastifyRequest, Context>();

  const end = (request: FastifyRequest, tell: (span: Span) => void) => {
    const span = trace.getSpan(requests.get(request) ?? ROOT_CONTEXT);
    requests.delete(request);
    if (!span) return;
    tell(span);
    span.end();
  };

  fastify.addHook('onRequest', (request, _reply, done) => {
    const begun = probes.test(request.url) ? undefined : begin(request);
    if (begun) requests.set(request, begun);
    done();
  });
  // A body arrives outside of whatever was active when it was waited for, so this comes after it.
  fastify.addHook('preValidation', (request, _reply, done) => {
    const begun = requests.get(request);
    if (begun) context.with(begun, done);
    else done();
  });
  fastify.addHook('onResponse', (request, { statusCode }, done) => {
    end(request, (span) => answered(span, statusCode));
    done();
  });
  fastify.addHook('onRequestAbort', (request, done) => {
    end(request, (span) => failed(span, 'aborted'));
    done();
  });
}

/** Returns undefined while nobody collects traces. */
function begin({ method, headers, routeOptions }: FastifyRequest): Context | undefined {
  const route = routeOptions.url;
  const attributes = { 'http.request.method': method, ...(route && { 'http.route': route }) };
  const parent = propagation.extract(ROOT_CONTEXT, headers);
  const name = route ? `${method} ${route}` : method;
  const span = trace.getTracer('waybill').startSpan(name, { kind: SpanKind.SERVER, attributes }, parent);
  return trace.isSpanContextValid(span.spanContext()) ? trace.setSpan(parent, span) : undefined;
}

function answered(span: Span, statusCode: number): void {
  span.setAttribute('http.response.status_code', statusCode);
  if (statusCode >= 500) failed(span, String(statusCode));
}

function failed(span: Span, type: string): void {
  span.setAttribute('error.type', type);
  span.setStatus({ code: SpanStatusCode.ERROR });
}
