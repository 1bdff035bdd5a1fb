import { request as httpRequest } from 'node:http';
import { SpanStatusCode } from '@opentelemetry/api';
import { InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace';
import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { PublicRoute } from '../access/route-access';
import { type HttpApplication, startHttpApplication } from '../bootstrap/http-application';
import { createLogger } from '../logging/logger';
import { collectSpans, type Telemetry } from './collect-spans';

let reached = () => {};

@PublicRoute()
@Controller('people')
class PeopleController {
  @Get(':id')
  get(@Param('id') id: string) {
    return { id };
  }

  @Post()
  make(@Body() body: { broken?: boolean }) {
    if (body.broken) throw new TypeError('nobody foresaw this');
    return body;
  }

  @Get(':id/never')
  async never() {
    reached();
    await new Promise(() => undefined);
  }
}

describe('the spans of requests', () => {
  const exporter = new InMemorySpanExporter();
  const lines: string[] = [];
  let telemetry: Telemetry;
  let application: HttpApplication;
  let base: string;
  beforeAll(async () => {
    telemetry = collectSpans('test', new SimpleSpanProcessor({ exporter }));
    const logger = createLogger('error', { write: (line: string) => void lines.push(line) });
    const module = { module: class People {}, controllers: [PeopleController] };
    application = await startHttpApplication([module], { logger, tokens: [], host: '127.0.0.1', port: 0 });
    base = `http://127.0.0.1:${application.port}`;
  });
  beforeEach(() => exporter.reset());
  afterAll(async () => {
    await application.close();
    await telemetry.stop();
  });

  /** The one span there is, soon: an answer may be read before it has left us entirely. */
  const spanOf = async () => {
    while (exporter.getFinishedSpans().length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const spans = exporter.getFinishedSpans();
    expect(spans.map(({ name }) => name)).toHaveLength(1);
    return spans[0]!;
  };
  const post = (body: string) =>
    fetch(`${base}/people`, { method: 'POST', body, headers: { 'content-type': 'application/json' } });

  it.each([
    ['an answer', () => fetch(`${base}/people/canary?name=canary`), 'GET /people/:id', 200],
    ['a body that cannot be read', () => post('{'), 'POST /people', 400],
    ['a path that is not known', () => fetch(`${base}/canary`), 'GET', 404],
    ['a failure', () => post('{"broken":true}'), 'POST /people', 500],
  ])('tell of %s, and not who it is about', async (_, ask, name, status) => {
    await (await ask()).text();
    const span = await spanOf();
    expect(span.name).toBe(name);
    expect(span.attributes).toMatchObject({ 'http.response.status_code': status });
    expect(span.status.code).toBe(status === 500 ? SpanStatusCode.ERROR : SpanStatusCode.UNSET);
    expect(JSON.stringify([span.name, span.attributes])).not.toMatch('canary');
  });

  it('are active while a request is worked on, so that what is logged leads to them', async () => {
    lines.length = 0;
    await (await post('{"broken":true}')).text();
    const { traceId } = (await spanOf()).spanContext();
    expect(lines.map((line) => (JSON.parse(line) as { trace_id?: string }).trace_id)).toEqual([traceId]);
  });

  it('follow from what the caller says, if anything', async () => {
    const parent = 'b7ad6b7169203331';
    const headers = { traceparent: `00-0af7651916cd43dd8448eb211c80319c-${parent}-01` };
    await (await fetch(`${base}/people/1`, { headers })).text();
    expect((await spanOf()).parentSpanContext?.spanId).toBe(parent);
    exporter.reset();
    await (await fetch(`${base}/people/1`)).text();
    expect((await spanOf()).parentSpanContext).toBeUndefined();
  });

  it('end with a client that goes away', async () => {
    const arrived = new Promise<void>((resolve) => (reached = resolve));
    const asked = httpRequest(`${base}/people/1/never`).end();
    asked.on('error', () => undefined);
    await arrived;
    asked.destroy();
    expect((await spanOf()).attributes).toMatchObject({ 'error.type': 'aborted' });
  });

  it('are not made for those who watch', async () => {
    await (await fetch(`${base}/health/live`)).text();
    await (await fetch(`${base}/metrics`)).text();
    await (await fetch(`${base}/people/1`)).text();
    expect((await spanOf()).name).toBe('GET /people/:id');
  });
});
