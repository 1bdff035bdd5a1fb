import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { read } from '../account/reads';
import type { Write } from '../account/writes';
import type { Simulator } from '../simulator';
import { Faults } from '../switches';
import { pageOf } from './pages';
import { RateWindow } from './rate-window';

interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The answer is lost: the connection breaks. */
const lost = Symbol('lost');

/** Serves an account as Samanage does, with the faults that its switches ask for. */
export class SimulatorServer {
  private readonly window = new RateWindow();
  private readonly faults = new Faults();

  constructor(
    private readonly simulator: Simulator,
    private readonly token: string,
  ) {}

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', `http://${request.headers.host ?? 'localhost'}`);
    const answer = await this.answer(request, url).catch((error: unknown) => {
      process.stderr.write(`samanage-simulator: ${String(error)}\n`);
      return { status: 500, body: { error: 'the simulator failed' } };
    });
    if (answer === lost) return void request.socket.destroy();
    send(response, answer);
  }

  private async answer(request: IncomingMessage, url: URL): Promise<Answer | typeof lost> {
    const body = await bodyOf(request);
    if (url.pathname.startsWith('/__')) return this.control(request, url, body);
    const { switches } = this.simulator;
    if (switches.latencyMs > 0) await sleep(switches.latencyMs);
    const write = writeOf(request, url, body);
    const refused = this.refusal(request);
    if (refused) {
      if (write) await this.simulator.turnAway(write, refused.status);
      return refused;
    }
    const answer = write ? await this.write(write) : this.read(url);
    return answer === lost ? lost : { ...answer, headers: { ...answer.headers, ...this.rateHeaders() } };
  }

  /** Authentication, outage and rate, in the order in which a gateway would ask. */
  private refusal(request: IncomingMessage): Answer | undefined {
    const { switches } = this.simulator;
    if (switches.unavailable) return { status: 503, body: 'Service Unavailable' };
    // 401 has no body (samanage-api.md §5).
    if (switches.rejectToken || !this.isAuthentic(request)) return { status: 401 };
    if (switches.forbid) return { status: 403, body: { error: 'Forbidden' } };
    const now = Date.now();
    const { allowed, resetAt } = this.window.take(switches.ratePerMinute, switches.rateWindowMs, now);
    if (allowed) return undefined;
    const headers = { 'Retry-After': String(Math.ceil((resetAt - now) / 1_000)) };
    return { status: switches.throttleStatus, body: { error: 'Too many requests' }, headers };
  }

  private isAuthentic(request: IncomingMessage): boolean {
    return request.headers['x-samanage-authorization'] === `Bearer ${this.token}`;
  }

  private rateHeaders(): Record<string, string> {
    const { rateHeaders, ratePerMinute, rateWindowMs } = this.simulator.switches;
    if (!rateHeaders || ratePerMinute === 0) return {};
    const { remaining, resetAt } = this.window.look(ratePerMinute, rateWindowMs);
    return {
      'X-RateLimit-Remaining': String(remaining),
      'X-RateLimit-Reset': String(Math.ceil(resetAt / 1_000)),
    };
  }

  private async write(write: Write): Promise<Answer | typeof lost> {
    const { switches } = this.simulator;
    const strikes = (name: Parameters<Faults['strikes']>[1]) => this.faults.strikes(switches, name);
    if (strikes('failBeforeApply')) {
      await this.simulator.turnAway(write, 500);
      return { status: 500, body: { error: 'Internal Server Error' } };
    }
    if (strikes('applyLate')) {
      setTimeout(() => void this.simulator.write(write), switches.applyLateMs).unref();
      return lost;
    }
    const { status, body } = await this.simulator.write(write);
    if (strikes('dropAfterApply')) return lost;
    if (strikes('failAfterApply')) return { status: 500, body: { error: 'Internal Server Error' } };
    return status === 204 ? { status } : { status, body };
  }

  private read(url: URL): Answer {
    const { account, switches } = this.simulator;
    const found = read(account, url.pathname, url.searchParams, { switches, now: Date.now() });
    if (!found) return { status: 404, body: 'Not Found' };
    if (!('rows' in found)) return { status: 200, body: found };
    const { rows, headers } = pageOf(found.rows, url.searchParams, url.href);
    const shown = rows.map((row) => {
      const record = found.view(row as never);
      return switches.wrappedRows ? { [found.name]: record } : record;
    });
    return { status: 200, body: shown, headers };
  }

  /** The simulator's own paths: the record and the switches, with the same token, never throttled. */
  private async control(request: IncomingMessage, url: URL, body: unknown): Promise<Answer> {
    if (!this.isAuthentic(request)) return { status: 401 };
    if (url.pathname === '/__record') return { status: 200, body: this.simulator.record };
    if (url.pathname !== '/__switches') return { status: 404, body: 'Not Found' };
    if (request.method === 'PUT') {
      try {
        await this.simulator.change(body);
      } catch (error) {
        return { status: 400, body: { error: (error as Error).message } };
      }
    }
    return { status: 200, body: this.simulator.switches };
  }
}

function writeOf(request: IncomingMessage, url: URL, body: unknown): Write | undefined {
  const { method = 'GET' } = request;
  if (method === 'GET' || method === 'HEAD') return undefined;
  const at = new Date().toISOString().replace('Z', '+00:00');
  return { method, path: url.pathname, query: url.searchParams, body, at };
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  try {
    return text === '' ? null : (JSON.parse(text) as unknown);
  } catch {
    return text;
  }
}

function send(response: ServerResponse, { status, body, headers }: Answer): void {
  const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
  response.writeHead(status, {
    'Content-Type': typeof body === 'string' ? 'text/plain' : 'application/json; charset=utf-8',
    'Cache-Control': 'no-store',
    'X-Request-ID': randomUUID(),
    ...headers,
  });
  response.end(text);
}
