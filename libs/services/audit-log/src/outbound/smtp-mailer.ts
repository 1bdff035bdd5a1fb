import { createTransport, type Transporter } from 'nodemailer';
import { withoutSecrets } from './without-secrets';

/** A mail as it goes out. */
export interface OutgoingMail {
  readonly id: string;
  readonly subject: string;
  readonly body: string;
  readonly recipients: readonly string[];
}

/** Sends mails; at least once, so each has the same `Message-ID` whenever it is sent. */
export interface Mailer {
  /**
   * @returns whom the mail did not reach, though it reached others
   * @throws Error without any secret where it reached nobody
   */
  send(mail: OutgoingMail): Promise<readonly string[]>;
  close(): void;
}

/** A process that ends waits for the mail that is under way. */
const timeouts = { dnsTimeout: 5_000, connectionTimeout: 5_000, greetingTimeout: 5_000, socketTimeout: 10_000 };

export class SmtpMailer implements Mailer {
  private readonly transport: Transporter;

  /** @param from the sender, an address with or without a name before it */
  constructor(
    private readonly smtpUrl: string,
    private readonly from: string,
  ) {
    this.transport = createTransport({ url: smtpUrl, ...timeouts });
  }

  async send({ id, subject, body, recipients }: OutgoingMail): Promise<readonly string[]> {
    try {
      const { rejected = [] } = await this.transport.sendMail({
        from: this.from,
        to: recipients.map((address) => ({ name: '', address })),
        subject,
        text: body,
        messageId: messageIdOf(id, this.from),
        headers: { 'Auto-Submitted': 'auto-generated' },
        disableFileAccess: true,
        disableUrlAccess: true,
      });
      return rejected;
    } catch (error) {
      throw new Error(withoutSecrets(error instanceof Error ? error.message : String(error), this.smtpUrl));
    }
  }

  close(): void {
    this.transport.close();
  }
}

/** A mail that comes twice can be recognised by it (RFC 5322 §3.6.4). */
export const messageIdOf = (id: string, from: string): string => `<${id}@${/@([\w.-]+)/.exec(from)?.[1] ?? 'waybill'}>`;
