import type { Claim, Sql, WorkItem, WorkList, WriterLease } from '@waybill/event-log';
import { addressOf, referencesOf } from '../../domain/account/desired-account';
import { type AccountLink, linksOf } from '../../read-models/account-links/account-links';
import { tenantAddresses } from '../../read-models/tenant/tenant-accounts';
import { heldForManagers } from '../../read-models/work/managers-first';
import { type AccountWork, type GroupWork, priorities } from '../../read-models/work/work-row';
import type { AddressBook } from '../accounts/account-search';

/** A row of the list of work, with what is known of those it speaks of. */
export type ClaimedItem =
  | {
      readonly kind: 'account';
      readonly item: WorkItem<AccountWork>;
      readonly links: ReadonlyMap<string, AccountLink>;
      readonly addresses: AddressBook | undefined;
    }
  | { readonly kind: 'group'; readonly item: WorkItem<GroupWork> };

/** How many rows may be begun, urgent ones and all others. */
export interface Room {
  readonly urgent: number;
  readonly other: number;
  /** Accounts are not created while the walk through all accounts is about to tell which there are. */
  readonly mayCreate: boolean;
}

type Item = WorkItem<AccountWork> | WorkItem<GroupWork>;

/** Every so many claims, the one that has been due for longest comes first, whatever else is urgent. */
const claimsUntilOldest = 8;

/** What a writer has claimed and not begun; claimed several at a time, because each claim costs some queries. */
export class ClaimedWork {
  private waiting: ClaimedItem[] = [];
  private claims = 0;

  /** @param most rows that may be claimed and not begun: those urgent ones that come meanwhile must wait for */
  constructor(
    private readonly list: WorkList<AccountWork | GroupWork>,
    private readonly lease: WriterLease,
    private readonly connection: Sql,
    private readonly most: number,
  ) {}

  /** What may be begun now of what is due, the most urgent first. */
  async take(job: string, { urgent, other, mayCreate }: Room): Promise<ClaimedItem[]> {
    if (other <= 0) return this.takeUrgent(job, urgent);
    if (this.waiting.length < other) await this.claim(job, mayCreate ? {} : { upTo: priorities.update });
    return this.waiting.splice(0, other);
  }

  /** Urgent work has places of its own, so that it waits for no call that waits. */
  private async takeUrgent(job: string, count: number): Promise<ClaimedItem[]> {
    if (count <= 0) return [];
    const claimed = this.waiting.filter(({ item }) => item.priority <= priorities.removal).slice(0, count);
    this.waiting = this.waiting.filter((each) => !claimed.includes(each));
    if (claimed.length > 0) return claimed;
    return this.claimed(job, { limit: count, first: 'urgent', upTo: priorities.removal });
  }

  private async claim(job: string, { upTo }: Pick<Claim, 'upTo'>): Promise<void> {
    const first = (this.claims += 1) % claimsUntilOldest === 0 ? 'oldest' : 'urgent';
    const limit = first === 'oldest' ? 1 : this.most - this.waiting.length;
    const claimed = await this.claimed(job, { limit, first, upTo });
    // What was due for longest is begun next, whatever else is urgent.
    if (first === 'oldest') this.waiting.unshift(...claimed);
    else this.waiting.push(...claimed.sort((one, other) => one.item.priority - other.item.priority));
  }

  private async claimed(job: string, claim: Claim): Promise<ClaimedItem[]> {
    const items = (await this.list.claim(this.connection, this.lease, job, claim)) as Item[];
    if (items.length === 0) return [];
    const accounts = items.filter(isAccount);
    const links = await linksOf(this.connection, [...new Set(accounts.flatMap(peopleIn))]);
    const held = await heldForManagers(this.connection, this.lease, accounts, links);
    const addresses = await tenantAddresses(this.connection, job, unlinkedAddresses(accounts, links));
    return items
      .filter(({ subject }) => !held.has(subject))
      .map((item) => (isAccount(item) ? { kind: 'account', item, links, addresses } : { kind: 'group', item }));
  }
}

const isAccount = (item: Item): item is WorkItem<AccountWork> => item.payload.kind === 'account';

const peopleIn = ({ payload: { userId, account } }: WorkItem<AccountWork>): string[] => [
  userId,
  ...(account ? referencesOf(account) : []),
];

/** By what those without an account would be looked for. */
const unlinkedAddresses = (
  accounts: readonly WorkItem<AccountWork>[],
  links: ReadonlyMap<string, AccountLink>,
): string[] =>
  accounts.flatMap(({ payload: { userId, account } }) => {
    if (!account || (links.get(userId)?.samanageId ?? null) !== null) return [];
    const matching = account.matching.filter(({ attribute }) => attribute === 'email').map(({ value }) => value);
    return [...matching, ...[addressOf(account)].flatMap((address) => address ?? [])];
  });
