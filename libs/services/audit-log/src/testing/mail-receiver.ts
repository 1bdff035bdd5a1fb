import type { AddressInfo } from 'node:net';
import { eventually } from '@waybill/testing';
import { SMTPServer } from 'smtp-server';

/** A mail as it came in. */
export interface ReceivedMail {
  readonly recipients: readonly string[];
  /** By name in lower case, unfolded; of several of one name, the last. */
  readonly headers: Readonly<Record<string, string>>;
  readonly headerLines: readonly string[];
  readonly body: string;
}

/** Called when a mail has come in whole, before the sender is told so; an error is what he is told instead. */
type Taking = (mail: ReceivedMail) => Promise<void> | void;

/** A mail server that keeps what it is given. */
export class MailReceiver {
  readonly received: ReceivedMail[] = [];
  private server: SMTPServer | undefined;
  private port = 0;
  taking: Taking = () => undefined;
  /** Addresses that it does not take mail for. */
  readonly refused = new Set<string>();

  constructor(private readonly credentials?: { readonly user: string; readonly pass: string }) {}

  /** Begins to listen, on the port it had before if there was one. */
  async start(): Promise<this> {
    const { credentials } = this;
    this.server = new SMTPServer({
      authOptional: !credentials,
      disabledCommands: ['STARTTLS', ...(credentials ? [] : ['AUTH' as const])],
      allowInsecureAuth: true,
      // As careless a server as can be: it repeats what it was given.
      onAuth: ({ username, password }, _, done) =>
        username === credentials?.user && password === credentials?.pass
          ? done(null, { user: username })
          : done(new Error(`no access for ${username} with ${password}`)),
      onRcptTo: ({ address }, _, done) => (this.refused.has(address) ? done(new Error('nobody here')) : done()),
      onData: (stream, session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const mail = parsed(
            Buffer.concat(chunks).toString(),
            session.envelope.rcptTo.map(({ address }) => address),
          );
          this.received.push(mail);
          Promise.resolve()
            .then(() => this.taking(mail))
            .then(() => done(), done);
        });
      },
    });
    await new Promise<void>((resolve) => this.server?.listen(this.port, '127.0.0.1', resolve));
    this.port = (this.server.server.address() as AddressInfo).port;
    return this;
  }

  async stop(): Promise<void> {
    const { server } = this;
    if (server) await new Promise<void>((resolve) => server.close(resolve));
    this.server = undefined;
  }

  /** Its address, with the credentials that a client should use. */
  url(user = this.credentials?.user, pass = this.credentials?.pass): string {
    const login = user === undefined ? '' : `${encodeURIComponent(user)}:${encodeURIComponent(pass ?? '')}@`;
    return `smtp://${login}127.0.0.1:${this.port}`;
  }

  /** Waits until so many mails have come in. */
  async until(count: number): Promise<readonly ReceivedMail[]> {
    await eventually(() => this.received.length >= count);
    return this.received;
  }
}

function parsed(raw: string, recipients: readonly string[]): ReceivedMail {
  const end = raw.indexOf('\r\n\r\n');
  const headerLines = raw
    .slice(0, end)
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n');
  const headers = Object.fromEntries(
    headerLines.map((line) => [
      line.slice(0, line.indexOf(':')).toLowerCase(),
      line.slice(line.indexOf(':') + 1).trim(),
    ]),
  );
  const text = raw.slice(end + 4).replaceAll('\r\n', '\n');
  const isQuoted = headers['content-transfer-encoding'] === 'quoted-printable';
  return { recipients, headers, headerLines, body: isQuoted ? unquoted(text) : text };
}

/** Undoes quoted-printable (RFC 2045 §6.7). */
const unquoted = (text: string): string =>
  Buffer.from(
    text.replace(/=\n/g, '').replace(/=([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(parseInt(code, 16))),
    'latin1',
  ).toString();
