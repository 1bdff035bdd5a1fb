import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import type { RawRequest } from './raw-http';

/** A text that would be too large to write out: one repeated (`{n}` in it counts), or one nested in itself. */
export type Generated =
  | { readonly repeat: string; readonly times: number; readonly between?: string }
  | { readonly open: string; readonly core: string; readonly close: string; readonly depth: number };

/** What the specification (scim.md §2) says must be answered. */
export interface Expected {
  readonly status: number | readonly number[];
  readonly scimType?: string;
  /** `totalResults`, wherever the answer is a list. */
  readonly total?: number;
}

/** A line of `hostile-requests.jsonl`. */
export interface HostileRequest {
  readonly name: string;
  readonly method: string;
  /** Below the job's base, as it is written on the wire. */
  readonly path: string;
  /** The path counts from the host instead. */
  readonly below?: 'host';
  readonly version?: string;
  /** A list is sent as so many headers, null takes away one that is sent otherwise. */
  readonly headers?: Readonly<Record<string, string | readonly string[] | null>>;
  /** The body, in one of three forms. */
  readonly body?: unknown;
  readonly text?: string;
  readonly base64?: string;
  readonly compress?: 'gzip' | 'br' | 'deflate';
  /** Stands for `{generated}` in path, headers and body. */
  readonly generate?: Generated;
  /** Where it is absent, any refusal in the form of SCIM will do, or a 2xx that does no harm. */
  readonly expect?: Expected;
  /** It may change the user or the group it is sent to; any other must not. */
  readonly changes?: true;
}

/** What stands for `{userId}` and the like. */
export type Placeholders = Readonly<Record<string, string>>;

const corpus = join(__dirname, 'hostile-requests.jsonl');

/** Every line of the corpus, in the order in which they are sent. */
export function readHostileRequests(): HostileRequest[] {
  const lines = readFileSync(corpus, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as HostileRequest);
}

/** The text that a descriptor stands for. */
export function generatedText(generated: Generated): string {
  if ('repeat' in generated) {
    const { repeat, times, between = '' } = generated;
    if (!repeat.includes('{n}')) return (repeat + between).repeat(times - 1) + repeat;
    return Array.from({ length: times }, (_, n) => repeat.replaceAll('{n}', String(n))).join(between);
  }
  const { open, core, close, depth } = generated;
  return open.repeat(depth) + core + close.repeat(depth);
}

const asIs = (text: string): string => text;
const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);

/**
 * Writes a request out as it goes over the wire; a token of the job and a media type are added unless it says otherwise.
 *
 * @param base path of the job's SCIM endpoint
 */
export function writeOut(request: HostileRequest, base: string, given: Placeholders): RawRequest {
  const { method, path, below, version } = request;
  const generated = request.generate ? generatedText(request.generate) : '';
  const fill = (text: string, encode = asIs) => filled(text, { ...given, generated: encode(generated) });
  const body = bodyOf(request, fill);
  const usual = {
    Host: '127.0.0.1',
    Connection: 'close',
    Authorization: `Bearer ${given.token}`,
    ...(body ? { 'Content-Type': 'application/scim+json' } : {}),
  };
  const headers = Object.entries(withUsual(usual, request.headers)).flatMap(([name, value]) =>
    [value ?? []].flat().map((each) => [name, fill(each)] as const),
  );
  const target = `${below === 'host' ? '' : base}${fill(path, encodeURIComponent)}`;
  return { method, target, version: version ?? 'HTTP/1.1', headers, body: compressed(body, request.compress) };
}

type Fill = (text: string, encode?: (text: string) => string) => string;

function bodyOf({ body, text, base64 }: HostileRequest, fill: Fill): Buffer | undefined {
  if (base64 !== undefined) return Buffer.from(base64, 'base64');
  if (text !== undefined) return Buffer.from(fill(text));
  return body === undefined ? undefined : Buffer.from(fill(JSON.stringify(body), inJson));
}

function withUsual(usual: Record<string, string>, own: HostileRequest['headers'] = {}) {
  const replaced = new Set(Object.keys(own).map((name) => name.toLowerCase()));
  const left = Object.entries(usual).filter(([name]) => !replaced.has(name.toLowerCase()));
  return { ...Object.fromEntries(left), ...own };
}

function filled(text: string, values: Placeholders): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (Object.hasOwn(values, name) ? values[name]! : whole));
}

const compressors = { gzip: gzipSync, br: brotliCompressSync, deflate: deflateSync };

const compressed = (body: Buffer | undefined, how: HostileRequest['compress']): Buffer | undefined =>
  body && how ? compressors[how](body) : body;
