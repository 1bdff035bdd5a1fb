import type { Expected } from './hostile-request';
import type { RawAnswer } from './raw-http';

/** What a hostile request was, as far as its answer is judged by it. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly expect?: Expected;
  /** All that was sent; what an error says of it is an echo, no leak. */
  readonly sent: string;
  /** What no answer may contain: another job's data, anybody's token. */
  readonly secrets: readonly string[];
}

const mediaType = 'application/scim+json';
const errorUrn = 'urn:ietf:params:scim:api:messages:2.0:Error';
const errorMembers = new Set(['schemas', 'status', 'scimType', 'detail']);
const slowMilliseconds = 10_000;
/** An admin reads it in a log; nobody gets his own two megabytes back. */
const longestDetail = 1_000;

/** What only our inside knows: stack traces, statements, PostgreSQL's own words, file names. */
const inside = [
  /\bat \S+ \(?\S+:\d+:\d+/,
  /\bnode_modules\b|\bnode:internal\b|\.[cm]?[jt]s:\d+/,
  /\b(SELECT|INSERT INTO|UPDATE|DELETE FROM|WHERE|UNION|DROP TABLE)\b/,
  /syntax error at or near|invalid input syntax|invalid byte sequence|violates \S+ constraint|out of range for type/,
  /(relation|column|function|operator) \S+ does not exist|unsupported Unicode|index row (size|requires)/,
  /\b(TypeError|RangeError|ReferenceError)\b|Cannot read propert|is not a function|Maximum call stack/,
];

/**
 * Everything that is wrong with the answer to a hostile request; nothing when it is in order (scim.md §2.10).
 */
export function complaintsAbout(answer: RawAnswer, asked: Asked): string[] {
  const { status, headers, body, milliseconds } = answer;
  if (status === 0) return ['the connection ended without an answer'];
  return [
    ...(isOurFault(status, asked.path) ? [`status ${status}: ${body.slice(0, 300)}`] : []),
    ...(milliseconds >= slowMilliseconds ? [`it took ${Math.round(milliseconds)} ms`] : []),
    ...leaks(answer, asked),
    ...headerComplaints(status, headers),
    ...(status >= 400 && status < 500 ? refusalComplaints(answer, asked) : successComplaints(answer, asked)),
    ...expectationComplaints(answer, asked.expect),
  ];
}

const isOurFault = (status: number, path: string): boolean => status >= 500 && !(status === 501 && /\/Me\b/.test(path));

function leaks({ headers, body }: RawAnswer, { secrets }: Asked): string[] {
  const told = JSON.stringify(headers) + body;
  const found = secrets.filter((secret) => told.includes(secret)).map((secret) => `it tells ${secret}`);
  const injected = ['x-injected', 'set-cookie'].filter((name) => name in headers);
  return [...found, ...injected.map((name) => `the header ${name} was injected`)];
}

function headerComplaints(status: number, headers: RawAnswer['headers']): string[] {
  const needed = { 401: ['www-authenticate', /^Bearer/], 405: ['allow', /[A-Z]/] } as const;
  const [name, form] = needed[status as keyof typeof needed] ?? [];
  return name === undefined || form.test(headers[name] ?? '') ? [] : [`${status} without ${name}`];
}

function refusalComplaints({ status, headers, body }: RawAnswer, { method, sent }: Asked): string[] {
  const type = headers['content-type'];
  const wrongType = type === mediaType ? [] : [`${status} with content type ${type}`];
  return method === 'HEAD' ? wrongType : [...wrongType, ...errorComplaints(jsonIn(body), status, sent)];
}

function successComplaints({ status, headers, body }: RawAnswer, { sent }: Asked): string[] {
  if (status >= 500 || body === '') return [];
  const type = headers['content-type'];
  const wrongType = type === mediaType ? [] : [`${status} with content type ${type}`];
  return [...wrongType, ...bulkComplaints(jsonIn(body), sent)];
}

/** Every operation of a bulk answer is an answer of its own (RFC 7644 §3.7.3). */
function bulkComplaints(body: unknown, sent: string): string[] {
  if (!isObject(body) || !Array.isArray(body.Operations)) return [];
  return body.Operations.flatMap((operation: unknown) => {
    const { status, response } = isObject(operation) ? operation : {};
    if (typeof status !== 'string') return ['an operation without a status'];
    if (Number(status) >= 500) return [`an operation has status ${status}`];
    return Number(status) >= 400 ? errorComplaints(response, Number(status), sent) : [];
  });
}

/** What is wrong with a body as a SCIM Error (RFC 7644 §3.12). */
function errorComplaints(body: unknown, status: number, sent: string): string[] {
  if (!isObject(body)) return [`${status} without a SCIM Error`];
  const { schemas, status: told, scimType, detail } = body;
  const others = Object.keys(body).filter((name) => !errorMembers.has(name));
  return [
    ...(JSON.stringify(schemas) === JSON.stringify([errorUrn]) ? [] : [`schemas ${JSON.stringify(schemas)}`]),
    ...(told === String(status) ? [] : [`status ${JSON.stringify(told)} in the body of ${status}`]),
    ...(scimType === undefined || typeof scimType === 'string' ? [] : ['scimType is no text']),
    ...(others.length === 0 ? [] : [`unknown members ${others.join(', ')}`]),
    ...detailComplaints(detail, sent),
  ];
}

function detailComplaints(detail: unknown, sent: string): string[] {
  if (typeof detail !== 'string' || detail === '') return ['no detail'];
  const found = inside.map((pattern) => pattern.exec(detail)?.[0]).filter((part) => part !== undefined);
  const ours = found.filter((part) => !sent.includes(part));
  const long = detail.length > longestDetail ? [`a detail of ${detail.length} characters`] : [];
  return [...ours.map((part) => `the detail tells of our inside: ${part}`), ...long];
}

function expectationComplaints({ status, body }: RawAnswer, expected: Expected | undefined): string[] {
  if (!expected) return [];
  const wanted = [expected.status].flat();
  const { scimType, totalResults } = asObject(jsonIn(body));
  const wrongTotal = expected.total !== undefined && status === 200 && totalResults !== expected.total;
  return [
    ...(wanted.includes(status) ? [] : [`status ${status}, not ${wanted.join(' or ')}: ${body.slice(0, 300)}`]),
    ...(expected.scimType === undefined || scimType === expected.scimType
      ? []
      : [`scimType ${String(scimType)}, not ${expected.scimType}: ${body.slice(0, 300)}`]),
    ...(wrongTotal ? [`${String(totalResults)} results, not ${expected.total}`] : []),
  ];
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const asObject = (value: unknown): Record<string, unknown> => (isObject(value) ? value : {});

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
