import {
  type Attributes,
  context,
  type Context,
  type Link,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import type { EventMetadata } from '../logged-event';

export { SpanKind };

/** What a span tells of its work. Its name and attributes are of few kinds, and never tell who somebody is. */
export interface SpanOptions {
  readonly kind: SpanKind;
  readonly attributes?: Attributes;
  /** W3C trace context of the one thing that the work follows from. */
  readonly parent?: string;
  /** W3C trace contexts of all that work in common is done for. */
  readonly links?: readonly (string | undefined)[];
}

/** Work that is longer than one call: whoever opened it ends it, once. */
export interface OpenSpan {
  /** W3C trace context under which others follow; undefined while nobody collects traces. */
  readonly traceparent: string | undefined;
  /** @param failure what the work ended with, if that was no success */
  end(failure?: unknown): void;
}

const scope = 'waybill';

/**
 * Does work within a span that follows from `parent`, or begins a trace. It is never part of the span that happens to
 * be active: work in common is begun by whoever comes first. While nobody collects traces, this only does the work.
 *
 * @returns what the work returns
 * @throws what the work throws; the span has failed then
 */
export function inSpan<T>(name: string, options: SpanOptions, work: (span: Span) => Promise<T>): Promise<T> {
  return runIn(followed(options.parent), name, options, work);
}

/** The same, as a part of the work that is under way; where none is, it follows from `parent` as in `inSpan`. */
export function inChildSpan<T>(name: string, options: SpanOptions, work: (span: Span) => Promise<T>): Promise<T> {
  const base = trace.getActiveSpan() ? context.active() : followed(options.parent);
  return runIn(base, name, options, work);
}

/** Begins a span as `inSpan` does, for work of several steps; it does not become active. */
export function openSpan(name: string, options: SpanOptions): OpenSpan {
  const span = begin(followed(options.parent), name, options);
  return {
    traceparent: traceparentOf(span),
    end: (failure) => {
      if (failure !== undefined) fail(span, failure);
      span.end();
    },
  };
}

/** The W3C trace context of the work under way, undefined where none is traced. */
export function traceparentNow(): string | undefined {
  const span = trace.getActiveSpan();
  return span && traceparentOf(span);
}

/** Metadata that lead to the work under way; where none is traced they stay as they are. */
export function traced(metadata: EventMetadata): EventMetadata {
  const traceparent = traceparentNow();
  return traceparent === undefined ? metadata : { ...metadata, traceparent };
}

function runIn<T>(base: Context, name: string, options: SpanOptions, work: (span: Span) => Promise<T>): Promise<T> {
  const span = begin(base, name, options);
  if (!trace.isSpanContextValid(span.spanContext())) return work(span);
  return context.with(trace.setSpan(base, span), () => untilDone(span, work));
}

async function untilDone<T>(span: Span, work: (span: Span) => Promise<T>): Promise<T> {
  try {
    return await work(span);
  } catch (error) {
    fail(span, error);
    throw error;
  } finally {
    span.end();
  }
}

function begin(base: Context, name: string, { kind, attributes, links }: SpanOptions): Span {
  const span = trace.getTracer(scope).startSpan(name, { kind, attributes }, base);
  if (links && span.isRecording()) span.addLinks(linksTo(links));
  return span;
}

/** Each once: many submissions of a batch may go back to one request. */
const linksTo = (traceparents: readonly (string | undefined)[]): Link[] =>
  [...new Set(traceparents)].flatMap((traceparent) => {
    const linked = trace.getSpanContext(followed(traceparent));
    return linked ? { context: linked } : [];
  });

const followed = (traceparent: string | undefined): Context =>
  traceparent === undefined ? ROOT_CONTEXT : propagation.extract(ROOT_CONTEXT, { traceparent });

function traceparentOf(span: Span): string | undefined {
  if (!trace.isSpanContextValid(span.spanContext())) return undefined;
  const carrier: { traceparent?: string } = {};
  propagation.inject(trace.setSpan(ROOT_CONTEXT, span), carrier);
  return carrier.traceparent;
}

/** Only the kind of a failure is told: its text may name somebody. */
function fail(span: Span, failure: unknown): void {
  span.setAttribute('error.type', kindOf(failure));
  span.setStatus({ code: SpanStatusCode.ERROR });
}

function kindOf(failure: unknown): string {
  if (!(failure instanceof Error)) return String(failure);
  return 'code' in failure && typeof failure.code === 'string' ? failure.code : failure.name;
}
