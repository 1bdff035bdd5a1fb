import type { DesiredValues, Remark, Step } from '@waybill/contracts';
import type { WorkItem } from '@waybill/event-log';
import { type AccountValues, type SamanageUser, valuesOf } from '../../domain/account/account-members';
import * as desiring from '../../domain/account/desired-account';
import { differencesBetween, missingFrom, notTakenOver } from '../../domain/differences';
import type { AccountLink } from '../../read-models/account-links/account-links';
import type { AccountWork } from '../../read-models/work/work-row';
import { AccountSearch, type AccountSearchOptions, type AddressBook, type Located } from './account-search';
import { type ManagerReference, noReference, resolveManager, waitsForOf } from './manager-reference';
import { type Findings, nothingFound, type Report, reportOf } from './outcome-report';
import { outcomeTypeOf } from './outcome-type';
import type { SamanageUsers } from '../api/samanage-users';
import { assertRole, type KnownTenant } from '../tenant/known-tenant';
import { goneIsUndefined, SamanageFailure, saysTaken } from '../api/samanage-failure';
import * as steps from './steps';
import { sparingRights } from './token-owner';
import { stillRefused, type Write, writeThatCompletes } from './written-before';

export interface AttemptOptions {
  readonly users: SamanageUsers;
  readonly tenant: KnownTenant;
  readonly addresses: AddressBook | undefined;
  readonly holderOf: AccountSearchOptions['holderOf'];
  readonly item: WorkItem<AccountWork>;
  readonly links: ReadonlyMap<string, AccountLink>;
  /** Makes the intent durable, just before the call; throws when nothing may be sent. */
  readonly licence: (write: Write) => Promise<void>;
}

/**
 * One attempt to make an account what it should be: find it, compare it, write the difference, and compare the answer
 * (architecture §6). Nothing is written that is there already, so an attempt may be repeated after any doubt; members
 * that are always sent are sent once.
 */
export class AccountAttempt {
  private readonly link: AccountLink | undefined;
  private readonly search: AccountSearch;
  private readonly steps: Step[] = [];
  private readonly remarks: Remark[] = [];
  private manager: ManagerReference | undefined;

  constructor(private readonly options: AttemptOptions) {
    this.link = options.links.get(options.item.payload.userId);
    this.search = new AccountSearch({ ...options, link: this.link });
  }

  /** @throws SamanageFailure when a call does not succeed */
  async run(): Promise<Report> {
    const located = await this.search.locate();
    return located ? this.settle(located) : this.makeIfWanted();
  }

  private async settle(located: Located): Promise<Report> {
    const { presence } = this.options.item.payload;
    if (presence !== 'enabled' && (await this.options.tenant.isOwner(located.user.id))) return this.spare(located);
    return presence === 'absent' ? this.remove(located) : this.reconcile(located);
  }

  private async makeIfWanted(): Promise<Report> {
    const { presence, account, allowed } = this.options.item.payload;
    if (presence !== 'enabled' || !account) return this.nothingThere();
    if (allowed.create) return this.create(account);
    return this.report({ outcomeType: 'samanage.account-skipped', lastStep: steps.vetoed('create', null) });
  }

  private async create(account: DesiredValues): Promise<Report> {
    const desired = this.withManager(desiring.valuesOnCreation(account));
    await assertRole(desired, this.options.tenant);
    let user: SamanageUser;
    try {
      user = await this.options.users.create(desired, () => this.options.licence('create'));
    } catch (error) {
      if (!(error instanceof SamanageFailure) || !saysTaken(error)) throw error;
      // The look-up may lag behind writes; the refusal is a better witness (reliability: crash point 10a).
      const located = await this.search.match({ attribute: 'email', value: desired.email ?? '' });
      if (!located) throw error;
      return this.reconcile(located);
    }
    await this.search.assertFree(user.id);
    const after = valuesOf(user);
    const untaken = notTakenOver(desired, after);
    return this.report({ outcomeType: 'samanage.account-created', id: user.id, after, untaken });
  }

  private async reconcile(located: Located): Promise<Report> {
    const actual = valuesOf(located.user);
    const refused = this.link?.refused ?? {};
    if (!this.options.item.payload.allowed.update) {
      const lastStep = steps.vetoed('update', located.user.id);
      return this.asFound(located, actual, { refused, ...(located.how === 'ours' ? {} : { lastStep }) });
    }
    const desired = await this.wantedOf(located, actual);
    const missing = missingFrom(actual, desired, refused);
    const kept = stillRefused(refused, desired, actual);
    const sent = { ...missing, ...this.sentAlongWith(missing, desired, located.how) };
    if (isEmpty(sent)) return this.asFound(located, actual, { refused: kept });
    return this.write(located, actual, { missing, sent, kept });
  }

  private async write(
    { user, how }: Located,
    actual: AccountValues,
    { missing, sent, kept }: Readonly<Record<'missing' | 'sent' | 'kept', AccountValues>>,
  ): Promise<Report> {
    const forced = isEmpty(missing);
    if (forced) this.steps.push(steps.sentAlways(Object.keys(sent)));
    await assertRole(sent, this.options.tenant);
    const write = writeThatCompletes(how, missing);
    const after = valuesOf(await this.options.users.update(user.id, sent, () => this.options.licence(write)));
    const before = this.beforeLostCall(actual, how);
    const outcomeType = outcomeTypeOf(how, differencesBetween(before, after), this.options.item.sending, forced);
    return this.report({ outcomeType, id: user.id, before, after, untaken: notTakenOver(sent, after), refused: kept });
  }

  /** Without its owner our token would be dead, and nobody could be provisioned any more. */
  private spare({ user }: Located): Report {
    const values = valuesOf(user);
    const found = { id: user.id, before: values, after: values, refused: this.link?.refused ?? {} };
    return this.report({ outcomeType: 'samanage.account-skipped', ...found, lastStep: steps.ownerSpared(user.id) });
  }

  /** Nothing is written. */
  private asFound({ user, how }: Located, actual: AccountValues, more: Pick<Findings, 'refused' | 'lastStep'>): Report {
    const before = this.beforeLostCall(actual, how);
    const outcomeType = outcomeTypeOf(how, differencesBetween(before, actual), this.options.item.sending);
    return this.report({ outcomeType, id: user.id, before, after: actual, ...more });
  }

  /** After a call whose answer was lost, the last known values tell what it changed; a lost create began with nothing. */
  private beforeLostCall(actual: AccountValues, how: Located['how']): AccountValues | null {
    if (how === 'ours') return null;
    return this.options.item.sending === null ? actual : (this.link?.applied ?? actual);
  }

  private async wantedOf(located: Located, actual: AccountValues): Promise<AccountValues> {
    const { how } = located;
    const { account, presence } = this.options.item.payload;
    // Whoever was to be written on creation, and had no account then, still is.
    const late = desiring.managerOnCreation(account);
    const manager = how === 'ours' || this.link?.waitsFor === late ? late : null;
    const values = this.withManager(
      desiring.valuesOnUpdate(account, actual, { disabled: presence === 'disabled', manager }),
    );
    if (!(await this.options.tenant.isOwner(located.user.id))) return values;
    const { desired, remarks } = sparingRights(values, actual);
    this.remarks.push(...remarks);
    return desired;
  }

  private withManager(values: AccountValues): AccountValues {
    this.manager = resolveManager(values.reports_to, this.options.links);
    return desiring.withManager(values, this.manager.email);
  }

  /**
   * What is sent although it does not differ. Where nothing else is missing it is sent once a change: the answer to a
   * lost update is not known, and it is not repeated for that. At the first attempt a lost update is an older change's.
   */
  private sentAlongWith(missing: AccountValues, desired: AccountValues, how: Located['how']): AccountValues {
    const { payload, sending, attempts } = this.options.item;
    if (payload.presence !== 'enabled') return {};
    const wasSent = how === 'ours' || (sending === 'update' && attempts > 1);
    return isEmpty(missing) && wasSent ? {} : desiring.alwaysSent(payload.account, desired);
  }

  private async remove({ user }: Located): Promise<Report> {
    await this.options.users.delete(user.id, () => this.options.licence('delete')).catch(goneIsUndefined);
    return this.report({ outcomeType: 'samanage.account-deleted', id: user.id, before: valuesOf(user) });
  }

  private nothingThere(): Report {
    // A delete whose answer was lost has left nothing to be found.
    if (this.options.item.sending === 'delete' && this.link?.samanageId) {
      const { samanageId: id, applied } = this.link;
      return this.report({ outcomeType: 'samanage.account-deleted', id, before: applied ?? {} });
    }
    return this.report({ outcomeType: 'samanage.account-skipped' });
  }

  private report(findings: Pick<Findings, 'outcomeType'> & Partial<Findings>): Report {
    const manager = this.manager ?? noReference;
    const { remark, step } = manager;
    return reportOf(this.options.item, {
      ...nothingFound,
      ...findings,
      remarks: [...this.search.remarks, ...this.remarks, ...(remark ? [remark] : [])],
      steps: [...this.search.steps, ...(step ? [step] : []), ...this.steps],
      waitsFor: waitsForOf(manager, { ...findings.refused, ...findings.untaken }),
    });
  }
}

const isEmpty = (values: AccountValues): boolean => Object.keys(values).length === 0;
