import { inChildSpan, SpanKind } from '@waybill/event-log';
import { Pool } from 'undici';
import type { Answer, ApiRequest } from './exchange';
import { noAnswer } from './samanage-failure';

export interface TransportOptions {
  /** Base URL of the API, e.g. `https://api.samanage.com`. */
  readonly baseUrl: string;
  /** The header that proves who calls: a name and its value (samanage-api.md §1.3). */
  readonly authorization: readonly [name: string, value: string];
  readonly timeoutMilliseconds: number;
  readonly connections: number;
  /** How a connection is made, where that is guarded. */
  readonly connect?: Pool.Options['connect'];
}

/** Speaks HTTP with one Samanage account; redirects are answers like any other. */
export class SamanageTransport {
  private readonly pool: Pool;
  private readonly prefix: string;
  private readonly host: string;

  constructor(private readonly options: TransportOptions) {
    const { origin, pathname, hostname } = new URL(options.baseUrl);
    this.host = hostname;
    this.prefix = pathname.replace(/\/$/, '');
    const { timeoutMilliseconds, connections, connect } = options;
    this.pool = new Pool(origin, {
      connections,
      headersTimeout: timeoutMilliseconds,
      bodyTimeout: timeoutMilliseconds,
      connect: connect ?? { timeout: timeoutMilliseconds },
    });
  }

  /**
   * Makes a call and returns its answer, whatever the status is. The path stays out of the trace: it may hold an
   * address.
   *
   * @throws SamanageFailure when there is no answer
   */
  exchange(request: ApiRequest): Promise<Answer> {
    const { method } = request;
    const attributes = { 'http.request.method': method, 'server.address': this.host };
    return inChildSpan(`${method} ${resourceIn(request)}`, { kind: SpanKind.CLIENT, attributes }, async (span) => {
      const answer = await this.send(request).catch((error: unknown) => {
        throw noAnswer(request, error);
      });
      span.setAttribute('http.response.status_code', answer.status);
      return answer;
    });
  }

  close(): Promise<void> {
    return this.pool.close();
  }

  private async send({ method, path, body }: ApiRequest): Promise<Answer> {
    const { authorization, timeoutMilliseconds } = this.options;
    const answer = await this.pool.request({
      method,
      path: this.prefix + path,
      headers: {
        [authorization[0]]: authorization[1],
        Accept: 'application/vnd.samanage.v2.1+json',
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      body: body === undefined ? null : JSON.stringify(body),
      signal: AbortSignal.timeout(timeoutMilliseconds),
    });
    return { status: answer.statusCode, headers: answer.headers, body: parsed(await answer.body.text()) };
  }
}

const resourceIn = ({ path }: ApiRequest): string => /^\/(\w+)/.exec(path)?.[1] ?? '';

/** A body that is no JSON, as some answers to writes have none (samanage-api.md §2.1), is undefined. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
