import { setGlobalErrorHandler } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { BatchSpanProcessor } from '@opentelemetry/sdk-trace';
import { collectSpans, type Telemetry } from './collect-spans';

export interface TelemetryOptions {
  /** Base URL of the collector; without it nothing is collected. */
  readonly endpoint?: string;
  /** The name under which this process is shown. */
  readonly service: string;
  /** Hears of traces that could not be sent; they are lost, and nothing else is. */
  readonly onError: (error: unknown) => void;
}

/** A collector that does not answer must not keep a process that ends. */
const patienceMilliseconds = 3_000;

/** Sends traces to a collector, in batches, until it is stopped; `stop` sends the rest and never throws. */
export function startTelemetry({ endpoint, service, onError }: TelemetryOptions): Telemetry {
  if (endpoint === undefined) return { stop: () => Promise.resolve() };
  setGlobalErrorHandler(onError);
  const url = `${endpoint.replace(/\/$/, '')}/v1/traces`;
  const exporter = new OTLPTraceExporter({ url, timeoutMillis: patienceMilliseconds });
  const telemetry = collectSpans(service, new BatchSpanProcessor({ exporter }));
  return { stop: () => telemetry.stop().catch(onError) };
}
