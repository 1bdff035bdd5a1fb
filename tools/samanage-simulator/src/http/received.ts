import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Write } from '../account/writes/write';

/** A request with its body. */
export interface Received {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  /** What was sent, parsed; null for nothing, a text for what is no JSON. */
  readonly body: unknown;
  readonly isMalformed: boolean;
}

/** Reads a request to its end. @throws Error when the address cannot be read, or the caller goes away */
export async function receive(request: IncomingMessage): Promise<Received> {
  const { method = 'GET', headers } = request;
  const url = new URL(request.url ?? '/', `http://${headers.host ?? 'localhost'}`);
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  try {
    return { method, url, headers, body: text === '' ? null : (JSON.parse(text) as unknown), isMalformed: false };
  } catch {
    return { method, url, headers, body: text, isMalformed: true };
  }
}

/** The write that a request asks for; undefined for a read. */
export function writeOf({ method, url, body }: Received): Write | undefined {
  if (method === 'GET' || method === 'HEAD') return undefined;
  const at = new Date().toISOString().replace('Z', '+00:00');
  return { method, path: url.pathname, query: url.searchParams, body, at, origin: url.origin };
}
