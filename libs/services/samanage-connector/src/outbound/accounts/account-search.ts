import type { Remark, Step } from '@waybill/contracts';
import type { WorkItem } from '@waybill/event-log';
import type { SamanageUser } from '../../domain/account/account-members';
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

/** Finds the account of a directory user: by its link, else by the matching attributes (architecture §6). */
export class AccountSearch {
  readonly steps: Step[] = [];
  readonly remarks: Remark[] = [];

  constructor(
    private readonly users: SamanageUsers,
    private readonly item: WorkItem<AccountWork>,
    private readonly link: AccountLink | undefined,
    private readonly addresses: AddressBook | undefined,
  ) {}

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
    const { presence, allowed } = this.item.payload;
    const wouldCreate = presence === 'enabled' && allowed.create && this.item.sending === null;
    if (attribute !== 'email' || !wouldCreate || this.addresses?.has(value) !== false) return false;
    this.steps.push(steps.notMetInWalk(this.addresses.readAt));
    return true;
  }

  /** @throws SamanageFailure when a call does not succeed, or when more than one account matches */
  async match(match: Match): Promise<Located | undefined> {
    const { attribute } = match;
    const users = await this.users.find(match);
    if (users.length > 1) {
      const reason = `${users.length} accounts have the same ${attribute}, which is a matching attribute`;
      throw new SamanageFailure('refused', 'DuplicateTargetEntries', reason);
    }
    const [user] = users;
    // A create leaves its trace by its address alone.
    const ours = this.isOurs && attribute === 'email';
    this.steps.push(user ? steps.matched(user.id, attribute, ours) : steps.notMatched(attribute));
    return user && { user, how: ours ? 'ours' : 'matched' };
  }

  private async linkedUser(): Promise<SamanageUser | undefined> {
    const id = this.link?.samanageId ?? null;
    if (id === null) return undefined;
    const user = await this.users.get(id).catch(goneIsUndefined);
    // One that we were deleting is gone as it should be.
    if (user || this.item.sending === 'delete') return user;
    this.steps.push(steps.linkedAccountGone(id));
    this.remarks.push({ code: 'AccountMatchedAgain', field: null, text: `Account ${id} was gone.` });
    return undefined;
  }

  /** Whether what is found may be the work of a lost create: its own, or one that was to be deleted right away. */
  private get isOurs(): boolean {
    const { sending } = this.item;
    return sending === 'create' || (sending === 'delete' && (this.link?.samanageId ?? null) === null);
  }

  /**
   * By what the account is looked for, each once: where a create of ours may have made it, first by the addresses it
   * was sent under. One that should be absent is looked for only so: others are not ours.
   */
  private matches(): Match[] {
    const { account, sentUnder } = this.item.payload;
    const own = account && addressOf(account);
    const addresses = this.isOurs ? [...sentUnder, ...(own ? [own] : [])] : [];
    const wanted = [
      ...addresses.map((value) => ({ attribute: 'email', value }) as const),
      ...(account?.matching ?? []).map(({ attribute, value }) => ({ attribute: matchingAttribute(attribute), value })),
    ];
    return [...new Map(wanted.map((match) => [`${match.attribute} ${match.value}`, match])).values()];
  }
}
