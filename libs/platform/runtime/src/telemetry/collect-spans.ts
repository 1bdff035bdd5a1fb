import { context, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { type SpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';

/** Traces are being collected. */
export interface Telemetry {
  /** Hands on what was collected, and collects no more. */
  stop(): Promise<void>;
}

/** A batch of the log or of the bus is linked to everything in it. */
const linksOfSpan = 1_024;

/** Collects the spans of this process, under the name of a service, until it is stopped. */
export function collectSpans(service: string, processor: SpanProcessor): Telemetry {
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': service }),
    spanProcessors: [processor],
    spanLimits: { linkCountLimit: linksOfSpan },
  });
  trace.setGlobalTracerProvider(provider);
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  return {
    stop: async () => {
      for (const global of [trace, context, propagation]) global.disable();
      await provider.shutdown();
    },
  };
}
