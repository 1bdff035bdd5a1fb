import { context, propagation, SpanStatusCode, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { setTimeout as sleep } from 'node:timers/promises';
import { inChildSpan, inSpan, openSpan, SpanKind, traced, traceparentNow } from './spans';

const kind = SpanKind.INTERNAL;
const traceId = (digit: string) => digit.repeat(32);
const spanId = (digit: string) => digit.repeat(16);
const contextOf = (digit: string, flags = '01') => `00-${traceId(digit)}-${spanId(digit)}-${flags}`;
const metadata = { correlationId: 'c', actor: 'test' };

describe('spans, while nobody collects them', () => {
  it('only do the work', async () => {
    const seen = await inSpan('work', { kind, parent: contextOf('a'), links: [contextOf('b')] }, async (span) =>
      inChildSpan('part', { kind }, async () => [span.isRecording(), traceparentNow(), traced(metadata)]),
    );
    expect(seen).toEqual([false, undefined, metadata]);
    expect(openSpan('work', { kind, parent: contextOf('a') }).traceparent).toBeUndefined();
    await expect(inSpan('work', { kind }, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  });
});

describe('spans', () => {
  const exporter = new InMemorySpanExporter();
  const named = (name: string) => {
    const found = exporter.getFinishedSpans().filter((span) => span.name === name);
    if (found.length !== 1) throw new Error(`${found.length} spans are called ${name}`);
    return found[0]!;
  };
  beforeAll(() => {
    const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
    trace.setGlobalTracerProvider(provider);
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  });
  beforeEach(() => exporter.reset());
  afterAll(() => [trace, context, propagation].forEach((global) => global.disable()));

  it('follow from a parent, and are what follows from them', async () => {
    const [given, metadataOfPart] = await inSpan('work', { kind, parent: contextOf('a') }, async () => {
      await sleep(1);
      return [traceparentNow(), await inChildSpan('part', { kind }, async () => traced(metadata))] as const;
    });
    const [work, part] = [named('work'), named('part')];
    expect(work.spanContext().traceId).toBe(traceId('a'));
    expect(work.parentSpanContext?.spanId).toBe(spanId('a'));
    expect(part.parentSpanContext?.spanId).toBe(work.spanContext().spanId);
    expect(given).toBe(`00-${traceId('a')}-${work.spanContext().spanId}-01`);
    expect(metadataOfPart).toEqual({
      ...metadata,
      traceparent: `00-${traceId('a')}-${part.spanContext().spanId}-01`,
    });
    expect(traceparentNow()).toBeUndefined();
  });

  it('of work in common are linked to all it is done for, and part of nothing that happens to be active', async () => {
    const links = [contextOf('b'), contextOf('c'), undefined, contextOf('b'), 'not a trace context'];
    await inSpan('asker', { kind, parent: contextOf('a') }, () =>
      inSpan('batch', { kind, links, attributes: { count: 5 } }, async () => undefined),
    );
    const { links: linked, parentSpanContext, spanContext, attributes } = named('batch');
    expect(linked.map(({ context: { traceId, spanId } }) => ({ traceId, spanId }))).toEqual([
      { traceId: traceId('b'), spanId: spanId('b') },
      { traceId: traceId('c'), spanId: spanId('c') },
    ]);
    expect(parentSpanContext).toBeUndefined();
    expect(spanContext.call(named('batch')).traceId).not.toBe(traceId('a'));
    expect(attributes).toEqual({ count: 5 });
  });

  it('that are a part follow from a parent where nothing is under way', async () => {
    await inChildSpan('part', { kind, parent: contextOf('a') }, async () => undefined);
    expect(named('part').parentSpanContext?.spanId).toBe(spanId('a'));
  });

  it('tell of a failure its kind alone', async () => {
    const failure = Object.assign(new Error('canary@contoso.com is taken'), { code: 'user-name-taken' });
    await expect(inSpan('coded', { kind }, () => Promise.reject(failure))).rejects.toBe(failure);
    await expect(inSpan('named', { kind }, () => Promise.reject(new TypeError('canary')))).rejects.toThrow('canary');
    openSpan('opened', { kind }).end('held');
    openSpan('done', { kind }).end();
    const told = ['coded', 'named', 'opened', 'done'].map((name) => [
      named(name).attributes['error.type'],
      named(name).status,
      named(name).events,
    ]);
    const failed = { code: SpanStatusCode.ERROR };
    expect(told).toEqual([
      ['user-name-taken', failed, []],
      ['TypeError', failed, []],
      ['held', failed, []],
      [undefined, { code: SpanStatusCode.UNSET }, []],
    ]);
  });

  it('are not collected for a trace that its beginner does not sample, and lead on all the same', async () => {
    const onward = await inSpan('unsampled', { kind, parent: contextOf('a', '00') }, async () => traceparentNow());
    expect(onward).toMatch(new RegExp(`^00-${traceId('a')}-[0-9a-f]{16}-00$`));
    expect(exporter.getFinishedSpans()).toEqual([]);
  });

  it('of several steps are followed from, and are not active', () => {
    const span = openSpan('steps', { kind, parent: contextOf('a') });
    expect(traceparentNow()).toBeUndefined();
    span.end();
    expect(span.traceparent).toBe(`00-${traceId('a')}-${named('steps').spanContext().spanId}-01`);
  });
});
