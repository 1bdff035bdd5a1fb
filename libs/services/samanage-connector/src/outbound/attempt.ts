import type { AccountOutcomeType, Remark, Step } from '@waybill/contracts';
import type { WorkItem } from '@waybill/event-log';
import { type AccountValues, desiredValues, type SamanageUser, valuesOf } from '../domain/account-members';
import { differencesBetween, missingFrom, notTakenOver, notTakenOverRemarks } from '../domain/differences';
import type { ReportedOutcome } from '../domain/account';
import type { AccountLink } from '../read-models/account-links/account-links';
import type { AccountWork } from '../read-models/account-work/account-work';
import { AccountSearch, type Located } from './account-search';
import { resolveManager } from './manager-reference';
import { outcomeTypeOf } from './outcome-type';
import type { SamanageClient } from './samanage-client';
import { goneIsUndefined, SamanageFailure, saysTaken } from './samanage-failure';
import * as steps from './steps';

/** A write to Samanage; what is on its way when a worker is lost has one of these names. */
export type Write = 'create' | 'update' | 'disable' | 'delete';

export interface AttemptOptions {
  readonly client: SamanageClient;
  readonly item: WorkItem<AccountWork>;
  readonly links: ReadonlyMap<string, AccountLink>;
  /** Makes the intent durable, just before the call; throws when nothing may be sent. */
  readonly licence: (write: Write) => Promise<void>;
}

export interface Report {
  readonly outcomeType: AccountOutcomeType;
  readonly outcome: ReportedOutcome;
}

/**
 * One attempt to make an account what it should be: find it, compare it, write the difference, and compare the answer
 * (architecture §6). Nothing is written that is there already, so an attempt may be repeated after any doubt.
 */
export class Attempt {
  private readonly steps: Step[] = [];
  private readonly remarks: Remark[] = [];
  private readonly link: AccountLink | undefined;
  private readonly search: AccountSearch;

  constructor(private readonly options: AttemptOptions) {
    this.link = options.links.get(options.item.payload.userId);
    this.search = new AccountSearch(options.client, options.item, this.link);
  }

  /** @throws SamanageFailure when a call does not succeed */
  async run(): Promise<Report> {
    const located = await this.search.locate();
    const { presence, account } = this.options.item.payload;
    if (presence === 'absent' || !account) return located ? this.remove(located) : this.nothingThere();
    const manager = resolveManager(account, this.options.links);
    if (manager.remark) this.remarks.push(manager.remark);
    if (manager.step) this.steps.push(manager.step);
    const desired = desiredValues(account, presence === 'disabled', manager.email);
    if (located) return this.reconcile(located, desired, manager.waitsFor);
    return presence === 'enabled' ? this.create(desired, manager.waitsFor) : this.nothingThere();
  }

  private async create(desired: AccountValues, waitsFor: string | null): Promise<Report> {
    await this.options.licence('create');
    let user: SamanageUser;
    try {
      user = await this.options.client.createUser(desired);
    } catch (error) {
      if (!(error instanceof SamanageFailure) || !saysTaken(error)) throw error;
      // The look-up may lag behind writes; the refusal is a better witness (reliability: crash point 10a).
      const located = await this.search.match(desired.email ?? '');
      if (!located) throw error;
      return this.reconcile(located, desired, waitsFor);
    }
    const after = valuesOf(user);
    const untaken = notTakenOver(desired, after);
    return this.report('samanage.account-created', { id: user.id, before: null, after, untaken, waitsFor });
  }

  private async reconcile({ user, how }: Located, desired: AccountValues, waitsFor: string | null): Promise<Report> {
    const actual = valuesOf(user);
    const refused = this.link?.refused ?? {};
    const missing = missingFrom(actual, desired, refused);
    const before = how === 'ours' ? null : this.beforeLostCall(actual);
    const kept = stillRefused(refused, desired, actual);
    if (Object.keys(missing).length === 0) {
      const outcomeType = outcomeTypeOf(how, differencesBetween(before, actual), this.options.item.sending);
      return this.report(outcomeType, { id: user.id, before, after: actual, untaken: {}, kept, waitsFor });
    }
    await this.options.licence(writeThatCompletes(how, missing));
    const after = valuesOf(await this.options.client.updateUser(user.id, missing));
    const untaken = notTakenOver(missing, after);
    const outcomeType = outcomeTypeOf(how, differencesBetween(before, after), this.options.item.sending);
    return this.report(outcomeType, { id: user.id, before, after, untaken, kept, waitsFor });
  }

  /** After a call whose answer was lost, the last known values tell what it changed. */
  private beforeLostCall(actual: AccountValues): AccountValues {
    return this.options.item.sending === null ? actual : (this.link?.applied ?? actual);
  }

  private async remove({ user }: Located): Promise<Report> {
    await this.options.licence('delete');
    await this.options.client.deleteUser(user.id).catch(goneIsUndefined);
    const before = valuesOf(user);
    return this.report('samanage.account-deleted', { id: user.id, before, after: null, untaken: {}, waitsFor: null });
  }

  private nothingThere(): Report {
    // A delete whose answer was lost has left nothing to be found.
    if (this.options.item.sending === 'delete' && this.link?.samanageId) {
      const before = this.link.applied ?? {};
      const id = this.link.samanageId;
      return this.report('samanage.account-deleted', { id, before, after: null, untaken: {}, waitsFor: null });
    }
    const nobody = { id: null, before: null, after: null, untaken: {}, waitsFor: null };
    return this.report('samanage.account-skipped', nobody);
  }

  private report(
    outcomeType: AccountOutcomeType,
    found: {
      id: number | null;
      before: AccountValues | null;
      after: AccountValues | null;
      untaken: AccountValues;
      kept?: AccountValues;
      waitsFor: string | null;
    },
  ): Report {
    const { payload, version, attempts } = this.options.item;
    const removed = outcomeType === 'samanage.account-deleted';
    const after = found.after ?? {};
    this.remarks.push(...notTakenOverRemarks(found.untaken));
    const outcome: ReportedOutcome = {
      changeId: payload.changeId,
      version,
      samanageId: found.id,
      targetName: after.email ?? found.before?.email ?? '',
      differences: found.after || removed ? differencesBetween(found.before, after) : [],
      remarks: [...this.search.remarks, ...this.remarks],
      steps: [...this.search.steps, ...this.steps, steps.exported(outcomeType, found.id)],
      applied: found.after,
      refusedFields: { ...found.kept, ...found.untaken },
      waitsFor: found.waitsFor,
      attempts,
      durationMilliseconds: Math.max(0, Date.now() - Date.parse(payload.since)),
    };
    return { outcomeType, outcome: removed ? { ...outcome, applied: null } : outcome };
  }
}

/** What was made by a lost create is told as one create, however many calls complete it. */
function writeThatCompletes(how: Located['how'], missing: AccountValues): Write {
  if (how === 'ours') return 'create';
  return missing.disabled === 'true' ? 'disable' : 'update';
}

/** What Samanage did not take over before, is still wanted, and is still not there. */
function stillRefused(refused: AccountValues, desired: AccountValues, actual: AccountValues): AccountValues {
  const wanted = Object.entries(refused).filter(([member, value]) => desired[member as keyof AccountValues] === value);
  return notTakenOver(Object.fromEntries(wanted), actual);
}
