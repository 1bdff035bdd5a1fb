import { connect, type Socket } from 'node:net';

/** A request whose every byte is the caller's; what is wrong with it is sent as it is. */
export interface RawRequest {
  readonly method: string;
  readonly target: string;
  readonly version: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body?: Buffer;
}

/** What came back, or that nothing did before the connection ended. */
export interface RawAnswer {
  /** 0 when the connection ended without an answer. */
  readonly status: number;
  /** Names in lower case; of equal ones the last. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly milliseconds: number;
}

const pieceBytes = 64 * 1024;
const patienceMilliseconds = 20_000;

/**
 * Sends a request over a connection of its own and reads until the server ends it (RFC 9112 §9.6).
 *
 * @throws Error when the server neither answers nor ends the connection
 */
export async function sendRaw(port: number, request: RawRequest): Promise<RawAnswer> {
  const socket = connect(port, '127.0.0.1');
  const begun = performance.now();
  const ended = received(socket);
  await writeUntilAnswered(socket, inBytes(request));
  const bytes = await ended;
  return { ...parsed(bytes), milliseconds: performance.now() - begun };
}

function received(socket: Socket): Promise<Buffer> {
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  return new Promise((resolve, reject) => {
    socket.setTimeout(patienceMilliseconds, () => socket.destroy(new Error('no answer came in time')));
    let failure: Error | undefined;
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // A server that refuses a body may cut the line while we still write; what it said before counts.
      if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') failure = error;
    });
    socket.on('close', () => (failure ? reject(failure) : resolve(Buffer.concat(chunks))));
  });
}

/** Writing on after an answer would have the answer thrown away with the connection. */
async function writeUntilAnswered(socket: Socket, bytes: Buffer): Promise<void> {
  let answered = false;
  const done = new Promise<void>((resolve) => {
    for (const event of ['data', 'end', 'close'] as const) {
      socket.once(event, () => {
        answered = true;
        resolve();
      });
    }
  });
  for (let from = 0; from < bytes.length && !answered; from += pieceBytes) {
    if (socket.write(bytes.subarray(from, from + pieceBytes))) continue;
    await Promise.race([done, new Promise((resolve) => socket.once('drain', resolve))]);
  }
}

/** Code points below 256 are one byte each, so that a request can be written that is no UTF-8. */
function inBytes({ method, target, version, headers, body }: RawRequest): Buffer {
  const framed = headers.some(([name]) => /^(content-length|transfer-encoding)$/i.test(name));
  const length = body && !framed ? [['Content-Length', String(body.length)] as const] : [];
  const lines = [...headers, ...length].map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `${method} ${target} ${version}\r\n${lines.join('')}\r\n`;
  const encoding = /^[\0-\xff]*$/.test(head) ? 'latin1' : 'utf8';
  return Buffer.concat([Buffer.from(head, encoding), body ?? Buffer.alloc(0)]);
}

function parsed(bytes: Buffer): Omit<RawAnswer, 'milliseconds'> {
  const end = bytes.indexOf('\r\n\r\n');
  const [first = '', ...lines] = bytes.subarray(0, Math.max(end, 0)).toString('latin1').split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  const body = bytes.subarray(end < 0 ? bytes.length : end + 4);
  const whole = headers['transfer-encoding'] === 'chunked' ? withoutChunks(body) : body;
  return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(first)?.[1] ?? 0), headers, body: whole.toString('utf8') };
}

/** RFC 9112 §7.1. */
function withoutChunks(body: Buffer): Buffer {
  const chunks: Buffer[] = [];
  for (let at = 0; ;) {
    const line = body.indexOf('\r\n', at);
    const size = line < 0 ? 0 : parseInt(body.subarray(at, line).toString('latin1'), 16);
    if (!(size > 0)) return Buffer.concat(chunks);
    chunks.push(body.subarray(line + 2, line + 2 + size));
    at = line + 2 + size + 2;
  }
}
