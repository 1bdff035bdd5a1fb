import { inChildSpan, SpanKind } from '@waybill/event-log';
import { Pool } from 'undici';
import { type AccountValues, type SamanageUser, writeShape } from '../domain/account-members';
import { askedFor, isExact, type Match } from './matching-attribute';
import { type Answer, failureOf, SamanageFailure } from './samanage-failure';

export interface SamanageClientOptions {
  readonly baseUrl: string;
  readonly token: string;
  readonly timeoutMilliseconds: number;
  readonly connections: number;
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

const largestPage = 100;

/** The calls to the users of a Samanage account (samanage-api.md §2). Every method throws a `SamanageFailure`. */
export class SamanageClient {
  private readonly pool: Pool;
  private readonly prefix: string;
  private readonly host: string;

  constructor(private readonly options: SamanageClientOptions) {
    const { origin, pathname, hostname } = new URL(options.baseUrl);
    this.host = hostname;
    this.prefix = pathname.replace(/\/$/, '');
    const { timeoutMilliseconds, connections } = options;
    this.pool = new Pool(origin, {
      connections,
      headersTimeout: timeoutMilliseconds,
      bodyTimeout: timeoutMilliseconds,
      connect: { timeout: timeoutMilliseconds },
    });
  }

  /** @throws SamanageFailure `not-found` when there is no such user (any more) */
  async getUser(id: number): Promise<SamanageUser> {
    return userIn(await this.call('GET', `/users/${id}.json`));
  }

  /**
   * All users with exactly this value, the disabled ones included: an e-mail address in any letter case, a name in the
   * same. Samanage's own filters match more, so every row is compared again (samanage-api.md §2.6, §8.1).
   */
  async findUsers(match: Match): Promise<SamanageUser[]> {
    const found = new Map<number, SamanageUser>();
    for (let page = 1; ; page += 1) {
      const filter = { [match.attribute]: askedFor(match) };
      const query = new URLSearchParams({ ...filter, per_page: String(largestPage), page: String(page) });
      const answer = await this.call('GET', `/users.json?${query.toString()}`);
      const rows = listIn(answer);
      for (const user of rows) {
        if (isExact(match, user)) found.set(user.id, user);
      }
      // A page may be shorter than was asked for without being the last.
      if (rows.length === 0 || page >= pagesIn(answer)) return [...found.values()];
    }
  }

  async createUser(values: AccountValues): Promise<SamanageUser> {
    return userIn(await this.call('POST', '/users.json', { user: writeShape(values) }));
  }

  /** Writes only what is given; the answer is the whole record. */
  async updateUser(id: number, values: AccountValues): Promise<SamanageUser> {
    const answer = await this.call('PUT', `/users/${id}.json`, { user: writeShape(values) });
    // Some accounts answer an update without a body: then the record is read.
    return isRecord(answer.body) ? userIn(answer) : this.getUser(id).catch(writeIsUnproved);
  }

  async deleteUser(id: number): Promise<void> {
    await this.call('DELETE', `/users/${id}.json`);
  }

  close(): Promise<void> {
    return this.pool.close();
  }

  /** The path stays out of the trace: it may hold an address. */
  private call(method: Method, path: string, body?: unknown): Promise<Answer> {
    const attributes = { 'http.request.method': method, 'server.address': this.host };
    return inChildSpan(`${method} users`, { kind: SpanKind.CLIENT, attributes }, async (span) => {
      const answer = await this.send(method, path, body).catch((error: unknown) => {
        throw sendFailure(error, method !== 'GET');
      });
      span.setAttribute('http.response.status_code', answer.status);
      if (answer.status >= 200 && answer.status < 300) return answer;
      throw failureOf(answer, method !== 'GET');
    });
  }

  private async send(method: Method, path: string, body: unknown): Promise<Answer> {
    const answer = await this.pool.request({
      method,
      path: this.prefix + path,
      headers: {
        'X-Samanage-Authorization': `Bearer ${this.options.token}`,
        Accept: 'application/vnd.samanage.v2.1+json',
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      body: body === undefined ? null : JSON.stringify(body),
      signal: AbortSignal.timeout(this.options.timeoutMilliseconds),
    });
    return { status: answer.statusCode, headers: answer.headers, body: parsed(await answer.body.text()) };
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

const neverSent = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|UND_ERR_CONNECT_TIMEOUT)$/;

/** A connection that was never made has sent nothing; of any other break nobody knows how far the call came. */
function sendFailure(error: unknown, isWrite: boolean): SamanageFailure {
  const code = part(error, 'code');
  const kind = isWrite && !neverSent.test(code) ? 'ambiguous' : 'unavailable';
  const isLate = code.includes('TIMEOUT') || part(error, 'name') === 'TimeoutError';
  return new SamanageFailure(
    kind,
    isLate ? 'Timeout' : 'WebExceptionProtocolError',
    `Samanage gave no answer: ${part(error, 'message') || String(error)}`,
  );
}

const part = (error: unknown, name: 'name' | 'message' | 'code'): string =>
  isRecord(error) && name in error ? String(error[name]) : '';

/** The write was done, but what it led to is not known: that it was is not forgotten. */
function writeIsUnproved(error: unknown): never {
  throw error instanceof SamanageFailure ? new SamanageFailure('ambiguous', error.code, error.message) : error;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Some answers wrap a record in its name (samanage-api.md §1.2). */
const unwrapped = (value: unknown): unknown =>
  isRecord(value) && isRecord(value.user) && Object.keys(value).length === 1 ? value.user : value;

function toUser(value: unknown): SamanageUser | undefined {
  const record = unwrapped(value);
  if (!isRecord(record)) return undefined;
  const id = Number(record.id);
  return Number.isSafeInteger(id) ? { ...record, id } : undefined;
}

function userIn({ body }: Answer): SamanageUser {
  const user = toUser(body);
  if (user) return user;
  throw unreadable('ambiguous', 'a user without an id');
}

function listIn({ body }: Answer): SamanageUser[] {
  if (Array.isArray(body)) return body.flatMap((row) => toUser(row) ?? []);
  throw unreadable('unavailable', 'a list that is none');
}

const unreadable = (kind: 'ambiguous' | 'unavailable', what: string) =>
  new SamanageFailure(
    kind,
    'SystemForCrossDomainIdentityManagementServiceIncompatible',
    `Samanage answered with ${what}`,
  );

const pagesIn = ({ headers }: Answer): number => Number([headers['x-total-pages']].flat()[0] ?? 1);
