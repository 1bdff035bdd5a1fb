import { createHash, randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';

/** What is answered; a text goes as it is, everything else as JSON, undefined as nothing. */
export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The answer is lost: the connection breaks. */
export const lost = Symbol('lost');

/** Nothing is ever answered. */
export const silence = Symbol('silence');

/** Sends an answer with the headers that true ones have (samanage-api.md §5). */
export function send(response: ServerResponse, { status, body, headers }: Answer): void {
  const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
  response.writeHead(status, {
    'Content-Type': typeof body === 'string' ? 'text/plain' : 'application/json; charset=utf-8',
    'Cache-Control': 'no-store',
    'X-Request-ID': randomUUID().replaceAll('-', ''),
    ...(status < 300 && text !== '' ? { ETag: `W/"${createHash('md5').update(text).digest('hex')}"` } : {}),
    ...headers,
  });
  response.end(text);
}

/** An answer whose numbers are texts, as one client found them (samanage-api.md §2.2). */
export function withIdsAsText(body: unknown, member = ''): unknown {
  if (typeof body === 'number') return /(^|_)ids?$/.test(member) ? String(body) : body;
  if (Array.isArray(body)) return body.map((each) => withIdsAsText(each, member));
  if (typeof body !== 'object' || body === null) return body;
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, withIdsAsText(value, name)]));
}
