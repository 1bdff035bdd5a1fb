import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import type { Pace } from './pace';

export interface ScimAnswer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** Where the resources of one kind are. */
export type Endpoint = '/Users' | '/Groups';

/** What a list is asked for; sent in this order. */
export type Query = Readonly<Partial<Record<'filter' | 'attributes' | 'excludedAttributes', string>>>;

/** A term of a filter; the value is a JSON string (scim.md §2.2). */
export const equal = (attribute: string, value: string): string => `${attribute} eq ${JSON.stringify(value)}`;

/** No answer came, or none that says what became of the request. */
export class AnswerLost extends Error {}

const longestPause = 2_000;
const timeout = 30_000;

/**
 * Sends requests as Azure AD's provisioning client does (scim.md §1.2): no User-Agent, a Content-Type only where there
 * is a body. Throttling and failures of the server are waited out for as long as it takes.
 */
export class ScimClient {
  private readonly pool: Pool;
  private readonly prefix: string;

  constructor(
    baseUrl: string,
    private readonly token: string,
    private readonly pace: Pace,
    connections: number,
  ) {
    const { origin, pathname } = new URL(baseUrl);
    this.prefix = pathname.replace(/\/$/, '');
    this.pool = new Pool(origin, { connections, headersTimeout: timeout, bodyTimeout: timeout });
  }

  /** Sends a request whose repetition does no harm, until it is answered. */
  async repeat(method: Method, path: string, body?: object): Promise<ScimAnswer> {
    for (let pause = 50; ; pause = Math.min(longestPause, pause * 2)) {
      try {
        return await this.once(method, path, body);
      } catch (error) {
        if (!(error instanceof AnswerLost)) throw error;
        await sleep(pause);
      }
    }
  }

  /** @throws AnswerLost where nobody knows whether it was done */
  async once(method: Method, path: string, body?: object): Promise<ScimAnswer> {
    for (;;) {
      await this.pace.turn();
      const answer = await this.send(method, path, body);
      if (answer.status !== 429 && answer.status !== 503) return answer;
      await sleep(answer.retryAfter * 1_000);
    }
  }

  /** The resources that a form-encoded query finds. @throws Error when it is refused */
  async find(endpoint: Endpoint, query: Query): Promise<Record<string, unknown>[]> {
    const { status, body } = await this.repeat('GET', `${endpoint}?${new URLSearchParams(query).toString()}`);
    if (status !== 200) throw new Error(`a query was answered ${status}: ${JSON.stringify(body)}`);
    return body.Resources as Record<string, unknown>[];
  }

  close(): Promise<void> {
    return this.pool.destroy();
  }

  private async send(method: Method, path: string, body?: object): Promise<ScimAnswer & { retryAfter: number }> {
    const answer = await this.request(method, path, body).catch((error: unknown) => {
      throw new AnswerLost(error instanceof Error ? error.message : String(error));
    });
    if (answer.status >= 500 && answer.status !== 503) throw new AnswerLost(`status ${answer.status}`);
    return answer;
  }

  private async request(method: Method, path: string, body?: object): Promise<ScimAnswer & { retryAfter: number }> {
    const answer = await this.pool.request({
      method,
      path: this.prefix + path,
      headers: {
        Authorization: `Bearer ${this.token}`,
        ...(body ? { 'Content-Type': 'application/scim+json; charset=utf-8' } : {}),
      },
      body: body ? JSON.stringify(body) : null,
    });
    const text = await answer.body.text();
    const retryAfter = Number([answer.headers['retry-after']].flat()[0] ?? 1);
    return { status: answer.statusCode, body: text ? (JSON.parse(text) as ScimAnswer['body']) : {}, retryAfter };
  }
}
