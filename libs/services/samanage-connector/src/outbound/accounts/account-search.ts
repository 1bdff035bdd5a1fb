import type { Remark, Step } from '@waybill/contracts';
import type { WorkItem } from '@waybill/event-log';
import type { SamanageUser } from '../../domain/account/account-members';
import { accountMatchedAgain } from '../../domain/account/account';
import { addressOf } from '../../domain/account/desired-account';
import type { AccountLink } from '../../read-models/account-links/account-links';
import type { AccountWork } from '../../read-models/work/work-row';
import { type Match, matchingAttribute } from '../api/matching-attribute';
import type { SamanageUsers } from '../api/samanage-users';
import { goneIsUndefined, SamanageFailure } from '../api/samanage-failure';
import * as steps from './steps';

export interface Located {
  readonly user: SamanageUser;
  /** `ours`: a create of ours made it, whose answer was lost. */
  readonly how: 'linked' | 'matched' | 'ours';
}

/** All e-mail addresses that a walk through the accounts has met. */
export interface AddressBook {
  /** ISO 8601, UTC. */
  readonly readAt: string;
  /** In any letter case. */
  has(address: string): boolean;
}

export interface AccountSearchOptions {
  readonly users: SamanageUsers;
  readonly item: WorkItem<AccountWork>;
  readonly link: AccountLink | undefined;
  readonly addresses: AddressBook | undefined;
  /** The directory user whom an account is linked to, or about to be; where nobody is, this one is from now on. */
  readonly holderOf: (samanageId: number) => Promise<string | undefined>;
}

/** Finds the account of a directory user: by its link, else by the matching attributes (architecture §6). */
export class AccountSearch {
  readonly steps: Step[] = [];
  readonly remarks: Remark[] = [];

  constructor(private readonly options: AccountSearchOptions) {}

  /** @throws SamanageFailure when a call does not succeed, or when more than one account matches */
  async locate(): Promise<Located | undefined> {
    const linked = await this.linkedUser();
    if (linked) return { user: linked, how: 'linked' };
    for (const each of this.matches()) {
      const located = this.isUnknown(each) ? undefined : await this.match(each);
      if (located) return located;
    }
    return undefined;
  }

  /**
   * Whether a look-up can be saved: a walk through all accounts has not met the address. Should it have missed one,
   * Samanage refuses to create another. What a lost create of ours may have made is newer than any walk.
   */
  private isUnknown({ attribute, value }: Match): boolean {
    const { presence, allowed } = this.options.item.payload;
    const wouldCreate = presence === 'enabled' && allowed.create && this.options.item.sending === null;
    if (attribute !== 'email' || !wouldCreate || this.options.addresses?.has(value) !== false) return false;
    this.steps.push(steps.notMetInWalk(this.options.addresses.readAt));
    return true;
  }

  /** @throws SamanageFailure when a call does not succeed, or when more than one account matches */
  async match(match: Match): Promise<Located | undefined> {
    const { attribute } = match;
    const users = await this.options.users.find(match);
    if (users.length > 1) {
      const reason = `${users.length} accounts have the same ${attribute}, which is a matching attribute`;
      throw new SamanageFailure('refused', 'DuplicateTargetEntries', reason);
    }
    const [user] = users;
    if (user) await this.assertFree(user.id);
    // A create leaves its trace by its address alone.
    const ours = this.isOurs && attribute === 'email';
    this.steps.push(user ? steps.matched(user.id, attribute, ours) : steps.notMatched(attribute));
    return user && { user, how: ours ? 'ours' : 'matched' };
  }

  /**
   * Two people of the directory may have one address; the account is the first one's.
   *
   * @throws SamanageFailure `refused` when it belongs to another, or is about to
   */
  async assertFree(samanageId: number): Promise<void> {
    const holder = await this.options.holderOf(samanageId);
    if (holder === undefined || holder === this.options.item.payload.userId) return;
    const reason = `account ${samanageId} belongs to ${holder}, another user of the directory`;
    throw new SamanageFailure('refused', 'DuplicateSourceEntries', reason);
  }

  private async linkedUser(): Promise<SamanageUser | undefined> {
    const id = this.options.link?.samanageId ?? null;
    if (id === null) return undefined;
    const user = await this.options.users.get(id).catch(goneIsUndefined);
    // One that we were deleting is gone as it should be.
    if (user || this.options.item.sending === 'delete') return user;
    this.steps.push(steps.linkedAccountGone(id));
    this.remarks.push({ code: accountMatchedAgain, field: null, text: `Account ${id} was gone.` });
    return undefined;
  }

  /** Whether what is found may be the work of a lost create: its own, or one that was to be deleted right away. */
  private get isOurs(): boolean {
    const { sending } = this.options.item;
    return sending === 'create' || (sending === 'delete' && (this.options.link?.samanageId ?? null) === null);
  }

  /**
   * By what the account is looked for, each once: where a create of ours may have made it, first by the addresses it
   * was sent under. One that should be absent is looked for only so: others are not ours.
   */
  private matches(): Match[] {
    const { account, sentUnder } = this.options.item.payload;
    const own = account && addressOf(account);
    const addresses = this.isOurs ? [...sentUnder, ...(own ? [own] : [])] : [];
    const wanted = [
      ...addresses.map((value) => ({ attribute: 'email', value }) as const),
      ...(account?.matching ?? []).map(({ attribute, value }) => ({ attribute: matchingAttribute(attribute), value })),
    ];
    return [...new Map(wanted.map((match) => [`${match.attribute} ${match.value}`, match])).values()];
  }
}
