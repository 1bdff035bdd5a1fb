import type { Remark, Step } from '@waybill/contracts';
import type { WorkItem } from '@waybill/event-log';
import type { SamanageUser } from '../domain/account-members';
import type { AccountLink } from '../read-models/account-links/account-links';
import type { AccountWork } from '../read-models/account-work/account-work';
import type { SamanageClient } from './samanage-client';
import { goneIsUndefined, SamanageFailure } from './samanage-failure';
import * as steps from './steps';

export interface Located {
  readonly user: SamanageUser;
  /** `ours`: a create of ours made it, whose answer was lost. */
  readonly how: 'linked' | 'matched' | 'ours';
}

/** Finds the account of a directory user: by its link, else by the matching attribute (architecture §6). */
export class AccountSearch {
  readonly steps: Step[] = [];
  readonly remarks: Remark[] = [];

  constructor(
    private readonly client: SamanageClient,
    private readonly item: WorkItem<AccountWork>,
    private readonly link: AccountLink | undefined,
  ) {}

  /** @throws SamanageFailure when a call does not succeed, or when more than one account matches */
  async locate(): Promise<Located | undefined> {
    const linked = await this.linkedUser();
    if (linked) return { user: linked, how: 'linked' };
    for (const email of this.addresses()) {
      const located = await this.match(email);
      if (located) return located;
    }
    return undefined;
  }

  /** @throws SamanageFailure when a call does not succeed, or when more than one account matches */
  async match(email: string): Promise<Located | undefined> {
    const users = await this.client.findUsers(email);
    if (users.length > 1) {
      const reason = `${users.length} accounts have this e-mail address`;
      throw new SamanageFailure('refused', 'DuplicateTargetEntries', reason);
    }
    const [user] = users;
    this.steps.push(user ? steps.matched(user.id, this.isOurs) : steps.notMatched());
    return user && { user, how: this.isOurs ? 'ours' : 'matched' };
  }

  private async linkedUser(): Promise<SamanageUser | undefined> {
    const id = this.link?.samanageId ?? null;
    if (id === null) return undefined;
    const user = await this.client.getUser(id).catch(goneIsUndefined);
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

  /** An account that should be absent is looked for only where a create of ours may have made one: others are not ours. */
  private addresses(): ReadonlySet<string> {
    const { account, sentUnder } = this.item.payload;
    return new Set([...(this.isOurs ? sentUnder : []), ...(account ? [account.email] : [])]);
  }
}
