import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { type StoreAnswer, StrictScimStore, type WrittenBody } from './strict-scim-store';

export const token = 'token of a test';

const base = '/scim/job/v2';
const mediaType = 'application/scim+json';

/** A request as it came over the wire. */
export interface RecordedRequest {
  readonly method: string;
  /** Below the base URL, as it was encoded. */
  readonly path: string;
  readonly contentType: string | undefined;
  /** Empty where there was none. */
  readonly body: WrittenBody;
}

/**
 * What happens to one request: `refuse` answers with a status and does nothing; `500` and `cut` do what was asked, and
 * then answer that the server failed, or not at all.
 */
export type Trouble = { readonly refuse: number } | '500' | 'cut';

/** A SCIM endpoint in this process that records what it is asked, and fails when told to. */
export class StrictScimEndpoint {
  readonly store = new StrictScimStore();
  readonly requests: RecordedRequest[] = [];
  private readonly troubles: { readonly request: string; readonly trouble: Trouble }[] = [];
  private readonly server = createServer((request, response) => void this.serve(request, response));

  static async start(): Promise<StrictScimEndpoint> {
    const endpoint = new StrictScimEndpoint();
    endpoint.server.listen(0, '127.0.0.1');
    await once(endpoint.server, 'listening');
    return endpoint;
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}${base}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  /** @param request how the next request that meets the trouble begins: method, blank, path */
  next(request: string, trouble: Trouble): void {
    this.troubles.push({ request, trouble });
  }

  /** What was asked that begins so. */
  asked(beginning: string): RecordedRequest[] {
    return this.requests.filter(({ method, path }) => `${method} ${path}`.startsWith(beginning));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '', headers } = request;
    const content = await text(request);
    const path = url.slice(base.length);
    const body = JSON.parse(content || '{}') as WrittenBody;
    const recorded = { method, path, contentType: headers['content-type'], body };
    this.requests.push(recorded);
    const trouble = this.troubleOf(`${method} ${path}`);
    if (typeof trouble === 'object') return send(response, { status: trouble.refuse, body: {} });
    const answer = this.refusalOf(recorded, headers.authorization) ?? this.applied(recorded);
    if (trouble === 'cut') return void request.socket.destroy();
    send(response, trouble === '500' ? { status: 500, body: {} } : answer);
  }

  private refusalOf({ method, contentType }: RecordedRequest, authorization?: string): StoreAnswer | undefined {
    if (authorization !== `Bearer ${token}`) return { status: 401, body: {} };
    const wanted = method === 'POST' || method === 'PATCH' ? `${mediaType}; charset=utf-8` : undefined;
    return contentType === wanted ? undefined : { status: 415, body: {} };
  }

  private applied({ method, path, body }: RecordedRequest): StoreAnswer {
    return this.store.answer(method, new URL(path, 'http://endpoint'), body);
  }

  private troubleOf(request: string): Trouble | undefined {
    const index = this.troubles.findIndex((planned) => request.startsWith(planned.request));
    return index === -1 ? undefined : this.troubles.splice(index, 1)[0]?.trouble;
  }
}

function send(response: ServerResponse, { status, body }: StoreAnswer): void {
  response.writeHead(status, body ? { 'content-type': mediaType } : {});
  response.end(body ? JSON.stringify(body) : undefined);
}
