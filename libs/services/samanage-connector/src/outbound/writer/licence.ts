import type { InSets, Intent, WorkItem } from '@waybill/event-log';

/** An intent older than this is not a licence any more: the process may have been frozen meanwhile. */
const licenceMilliseconds = 3_000;

/** Nothing may be sent: a newer version came, or somebody else writes for this job now. */
export class NoLicence extends Error {}

/** The right of one attempt to write, call by call; it knows what it sent last. */
export class Licences {
  private sent: string | null;

  constructor(
    private readonly intents: InSets<Intent, boolean>,
    private readonly item: WorkItem<unknown>,
  ) {
    this.sent = item.sending;
  }

  /** The call that may be on its way: the last one of this attempt, or one that was lost before it. */
  get sending(): string | null {
    return this.sent;
  }

  /**
   * Makes an intent to send durable; the last thing before the socket.
   *
   * @throws NoLicence when nothing may be sent
   */
  async obtain(call: string): Promise<void> {
    const begun = Date.now();
    const { subject, claim, version } = this.item;
    if (!(await this.intents.ask({ subject, claim, version, call }))) throw new NoLicence();
    this.sent = call;
    if (Date.now() - begun > licenceMilliseconds) throw new NoLicence();
  }
}
