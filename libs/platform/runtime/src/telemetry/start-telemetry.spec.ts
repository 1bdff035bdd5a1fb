import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { trace } from '@opentelemetry/api';
import { ConfigurationError, loadConfig } from '../config/load-config';
import { startTelemetry } from './start-telemetry';
import { telemetryConfig } from './telemetry.config';

describe('telemetry', () => {
  let collector: Server;
  let base: string;
  const received: { url?: string; body: string }[] = [];
  const errors: unknown[] = [];
  const onError = (error: unknown) => void errors.push(error);
  beforeAll(async () => {
    collector = createServer((request, response) => {
      void text(request).then((body) => {
        received.push({ url: request.url, body });
        response.end('{}');
      });
    });
    await once(collector.listen(0, '127.0.0.1'), 'listening');
    base = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
  });
  beforeEach(() => {
    received.length = errors.length = 0;
  });
  afterAll(() => collector.close());

  const finishSpan = () => trace.getTracer('test').startSpan('work').end();

  it('is sent to the collector at the latest when it stops', async () => {
    const telemetry = startTelemetry({ endpoint: `${base}/`, service: 'mapping', onError });
    finishSpan();
    await telemetry.stop();
    expect(received).toHaveLength(1);
    expect(received[0]?.url).toBe('/v1/traces');
    const { resourceSpans } = JSON.parse(received[0]?.body ?? '');
    expect(resourceSpans[0].resource.attributes).toContainEqual({
      key: 'service.name',
      value: { stringValue: 'mapping' },
    });
    expect(resourceSpans[0].scopeSpans[0].spans).toMatchObject([{ name: 'work' }]);
    finishSpan();
    expect(received).toHaveLength(1);
  });

  it('is off without an endpoint', async () => {
    const telemetry = startTelemetry({ service: 'mapping', onError });
    expect(trace.getTracer('test').startSpan('work').isRecording()).toBe(false);
    await telemetry.stop();
  });

  it('keeps nobody waiting for a collector that does not answer, and says so', async () => {
    const telemetry = startTelemetry({ endpoint: 'http://127.0.0.1:9', service: 'mapping', onError });
    finishSpan();
    const begun = performance.now();
    await telemetry.stop();
    expect(performance.now() - begun).toBeLessThan(5_000);
    expect(errors).toHaveLength(1);
  });

  it('reads what every OpenTelemetry program reads', () => {
    const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318', OTEL_SERVICE_NAME: 'waybill-eu' };
    expect(loadConfig(environment, telemetryConfig)).toEqual({
      endpoint: 'http://collector:4318',
      serviceName: 'waybill-eu',
    });
    expect(loadConfig({}, telemetryConfig)).toEqual({});
    expect(() => loadConfig({ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector' }, telemetryConfig)).toThrow(ConfigurationError);
  });
});
