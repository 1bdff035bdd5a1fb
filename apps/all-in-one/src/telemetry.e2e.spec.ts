import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor } from '@opentelemetry/sdk-trace';
import type { EventLog, LoggedEvent } from '@waybill/event-log';
import { collectSpans, type Telemetry } from '@waybill/runtime';
import { logToken } from '@waybill/service-host';
import { eventually } from '@waybill/testing';
import { describeOnEachBus } from './testing/on-each-bus';
import { type Services, startServices } from './testing/running-services';

const quiet = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const callerId = '00f067aa0ba902b7';

type Entry = LoggedEvent<string, { type: string; metadata: Record<string, string> }>;

describeOnEachBus('the trace of a change', (bus) => {
  let services: Services;
  beforeAll(async () => (services = await startServices({}, bus)));
  afterAll(() => services.stop());

  const push = async (userName: string, traceparent: string) => {
    const headers = { 'Content-Type': 'application/scim+json', traceparent };
    expect((await services.post('/Users', services.user(userName), { headers })).status).toBe(201);
  };
  /** What the audit log was told of accounts that were made, in the trace of a request. */
  const created = async (trace: string) => {
    const log = services.app.get<EventLog>(logToken('audit-log'), { strict: false });
    const entries = (await log.read(0, 10_000)).filter(({ type }) => type === 'audit.entry-recorded') as Entry[];
    const ofTrace = entries.filter(({ metadata }) => metadata.traceparent?.includes(trace));
    return ofTrace.filter(({ data }) => data.type === 'samanage.account-created');
  };

  it('is handed on as it came while nobody collects spans', async () => {
    await push('quiet@contoso.com', quiet);
    await eventually(async () => (await created(quiet)).length === 1);
    expect((await created(quiet))[0]?.data.metadata.traceparent).toBe(quiet);
  });

  describe('that is collected', () => {
    const exporter = new InMemorySpanExporter();
    let telemetry: Telemetry;
    beforeAll(() => {
      telemetry = collectSpans('waybill', new SimpleSpanProcessor({ exporter }));
    });
    afterAll(() => telemetry.stop());

    /** Waits for a span of the trace, and makes sure that it is the only one of its kind. */
    const find = async (name: string, consumer?: string) => {
      const found = () =>
        exporter
          .getFinishedSpans()
          .filter((span) => span.name === name && span.spanContext().traceId === traceId)
          .filter(({ attributes }) => attributes['messaging.consumer.group.name'] === consumer);
      await eventually(() => found().length > 0);
      expect(found()).toHaveLength(1);
      return found()[0]!;
    };
    const idOf = (span: ReadableSpan) => span.spanContext().spanId;

    it('leads from the request over every service to Samanage and to the audit log', async () => {
      await push('traced@contoso.com', `00-${traceId}-${callerId}-01`);
      const attempt = await find('attempt account');
      const chain = [
        await find('POST /scim/:jobId/v2/:endpoint'),
        await find('command create-resource'),
        await find('consume directory.user-created', 'mapping'),
        await find('consume mapping.account-desired', 'samanage-connector'),
        attempt,
        await find('POST users'),
      ];
      const parents = chain.map(({ parentSpanContext }) => parentSpanContext?.spanId);
      expect(parents).toEqual([callerId, ...chain.slice(0, -1).map(idOf)]);
      for (const consumer of ['mapping', 'audit-log']) {
        const told = await find('consume samanage.account-created', consumer);
        expect(told.parentSpanContext?.spanId).toBe(idOf(attempt));
      }
      expect(chain[0]?.attributes).toEqual({
        'http.request.method': 'POST',
        'http.route': '/scim/:jobId/v2/:endpoint',
        'http.response.status_code': 201,
      });
      expect(chain.at(-1)?.attributes).toMatchObject({ 'http.response.status_code': 201 });
    });

    it.each(bus === 'kafka' ? ['append', 'publish'] : ['append'])('is linked to by each batch of %s', async (batch) => {
      const batches = () => exporter.getFinishedSpans().filter(({ name }) => name.split(' ')[0] === batch);
      const linked = () => batches().flatMap(({ links }) => links.map(({ context }) => context.spanId));
      const appended = [
        await find('command create-resource'),
        await find('consume directory.user-created', 'mapping'),
        await find('consume mapping.account-desired', 'samanage-connector'),
        await find('attempt account'),
        await find('consume samanage.account-created', 'mapping'),
        // Nobody listens to the audit log.
        ...(batch === 'append' ? [await find('consume samanage.account-created', 'audit-log')] : []),
      ];
      // A message may be consumed before its publisher has heard that it was kept.
      for (const span of appended) await eventually(() => linked().includes(idOf(span)));
    });

    it('is that of what the audit log holds', async () => {
      const [entry, ...others] = await created(traceId);
      expect(others).toEqual([]);
      const recorded = idOf(await find('consume samanage.account-created', 'audit-log'));
      expect(entry?.metadata.traceparent).toBe(`00-${traceId}-${recorded}-01`);
      const attempt = idOf(await find('attempt account'));
      expect(entry?.data.metadata.traceparent).toBe(`00-${traceId}-${attempt}-01`);
    });

    it('names nobody', () => {
      const spans = exporter.getFinishedSpans();
      const told = spans.map(({ name, attributes, status, events }) => ({ name, attributes, status, events }));
      expect(JSON.stringify(told)).not.toMatch(/contoso|users\/\d|user-[0-9a-f]{8}/);
    });
  });
});
