import type { Sql, WorkItem, WorkList, WriterLease } from '@waybill/event-log';
import { referencesOf } from '../domain/desired-account';
import { type AccountLink, linksOf } from '../read-models/account-links/account-links';
import type { AccountWork } from '../read-models/account-work/account-work';

/** A row of the list of work, with the links of those it speaks of. */
export interface ClaimedItem {
  readonly item: WorkItem<AccountWork>;
  readonly links: ReadonlyMap<string, AccountLink>;
}

/** What a writer has claimed and not begun; claimed several at a time, because each claim costs two queries. */
export class ClaimedWork {
  private readonly waiting: ClaimedItem[] = [];

  /** @param most rows that may be claimed and not begun: those urgent ones that come meanwhile must wait for */
  constructor(
    private readonly list: WorkList<AccountWork>,
    private readonly lease: WriterLease,
    private readonly connection: Sql,
    private readonly most: number,
  ) {}

  /** Up to `count` of what is due, the most urgent first. */
  async take(job: string, count: number): Promise<ClaimedItem[]> {
    if (this.waiting.length < count) await this.claim(job);
    return this.waiting.splice(0, count);
  }

  private async claim(job: string): Promise<void> {
    const items = await this.list.claim(this.connection, this.lease, job, this.most - this.waiting.length);
    if (items.length === 0) return;
    const users = items.flatMap(({ payload: { userId, account } }) => [
      userId,
      ...(account ? referencesOf(account) : []),
    ]);
    const links = await linksOf(this.connection, [...new Set(users)]);
    this.waiting.push(...items.map((item) => ({ item, links })));
  }
}
