import type { Sql } from '@waybill/event-log';
import { type Drift, driftOf, lostMember, newsIn } from '../../domain/drift';
import { redactedIn } from '../../domain/differences';
import type { Subject } from '../../domain/open-changes';
import type { SamanageRecord } from '../../domain/values';
import { linksOf } from '../../read-models/account-links/account-links';
import {
  type ComparedSubject,
  comparedSubjects,
  joinedMembers,
  linkEnds,
  logPosition,
} from '../../read-models/reconciliations/compared-subjects';
import { type Findings, keepFindings } from '../../read-models/reconciliations/differences';
import type { BegunRun } from '../../read-models/reconciliations/runs';
import type { Calls } from '../api/calls';
import type { Answer } from '../api/exchange';
import { recordIn, recordsIn } from '../api/records';
import { goneIsUndefined } from '../api/samanage-failure';
import { type Tenant, walkTenant } from '../tenant/walk-tenant';
import { lookedAt, referencesIn } from './wanted-values';

type Type = Subject['subjectType'];

const resources = { User: 'user', Group: 'group' } as const;
/** As many rows of ours as are looked at together. */
const rowsAtOnce = 1_000;

export interface ComparisonParts {
  readonly job: string;
  readonly run: BegunRun;
  readonly calls: Pick<Calls, 'read'>;
  readonly pool: Sql;
}

/**
 * Compares all linked accounts and groups with their records. Each page of the walk is compared as it comes, so that no
 * more than one page of whole records is held; who is in which group is kept by number. One that no page has shown is
 * read by its id before it is called missing: rows move between pages (samanage-api.md §8.9). Nothing is written.
 */
export class Comparison {
  private readonly seen: Readonly<Record<Type, Set<number>>> = { User: new Set(), Group: new Set() };
  /** The groups of each user, by the ids of both: his own record tells them reliably (samanage-api.md §3.2). */
  private readonly groupsOf = new Map<number, readonly number[]>();
  private since = 0;

  constructor(private readonly parts: ComparisonParts) {}

  /**
   * @returns everybody who is there, of whom no more is kept than the log is told
   * @throws SamanageFailure when a call does not succeed
   */
  async run(): Promise<Tenant> {
    this.since = await logPosition(this.parts.pool);
    const tenant = await walkTenant({ read: (path) => this.page(path) });
    await this.lookForUnseen('User');
    await this.lookForUnseen('Group');
    return tenant;
  }

  private async page(path: string): Promise<Answer> {
    const answer = await this.parts.calls.read(path);
    const type = path.startsWith('/users') ? 'User' : 'Group';
    const records = recordsIn(answer, resources[type]);
    await this.compare(
      type,
      new Map(records.filter(({ id }) => !this.seen[type].has(id)).map((record) => [record.id, record])),
    );
    return { ...answer, body: records.map(inBrief) };
  }

  private async lookForUnseen(type: Type): Promise<void> {
    const { pool, job, calls } = this.parts;
    let after: string | null = null;
    do {
      const links = await linkEnds(pool, job, type, { after, limit: rowsAtOnce });
      for (const { samanageId } of links.filter((link) => !this.seen[type].has(link.samanageId))) {
        const answer = await calls.read(`/${resources[type]}s/${samanageId}.json`).catch(goneIsUndefined);
        await this.compare(type, new Map([[samanageId, answer && recordIn(answer, resources[type])]]));
      }
      after = links.length === rowsAtOnce ? (links.at(-1)?.directoryId ?? null) : null;
    } while (after !== null);
  }

  /** @param records by id; undefined for one that is gone */
  private async compare(type: Type, records: ReadonlyMap<number, SamanageRecord | undefined>): Promise<void> {
    const { pool, job, run } = this.parts;
    for (const [id, record] of records) this.note(type, id, record);
    const samanageIds = [...records.keys()];
    const subjects = await comparedSubjects(pool, job, type, { samanageIds, since: this.since });
    const links = await linksOf(pool, referencesIn(subjects));
    const differences = subjects.flatMap((subject) => {
      const { actual, wanted } = lookedAt(subject, records.get(subject.samanageId), links);
      const drift = driftOf({ ...subject, wanted }, actual).map((each) => shown(subject, each));
      return newsIn(drift, subject.known).map((each) => ({ subject, drift: each }));
    });
    const compared = { accounts: 0, groups: 0, [type === 'User' ? 'accounts' : 'groups']: subjects.length };
    await keepFindings(pool, run, { ...compared, differences });
    for (const subject of subjects) if (records.get(subject.samanageId)) await this.compareMembers(subject);
  }

  private note(type: Type, id: number, record: SamanageRecord | undefined): void {
    this.seen[type].add(id);
    if (type === 'User' && Array.isArray(record?.group_ids)) {
      this.groupsOf.set(id, (record.group_ids as unknown[]).map(Number));
    }
  }

  private async compareMembers(subject: ComparedSubject): Promise<void> {
    if (!areMembersWritten(subject)) return;
    const { pool, run } = this.parts;
    let after: string | null = null;
    do {
      const members = await joinedMembers(pool, subject.directoryId, { after, limit: rowsAtOnce });
      const differences: Findings['differences'] = members
        .filter(({ samanageId }) => this.groupsOf.get(samanageId)?.includes(subject.samanageId) === false)
        .map(({ userId, name }) => ({ subject, drift: lostMember(userId, name) }));
      await keepFindings(pool, run, { accounts: 0, groups: 0, differences });
      after = members.length === rowsAtOnce ? (members.at(-1)?.userId ?? null) : null;
    } while (after !== null);
  }
}

/** The members of a group that is left alone are so too. */
const areMembersWritten = ({ type, newest }: ComparedSubject): boolean =>
  type === 'Group' && newest?.presence === 'present' && newest.allowed.update;

/** Values that no log may show are shown nowhere. */
function shown({ type, newest }: ComparedSubject, drift: Drift): Drift {
  const redacted = (type === 'User' ? newest?.account : newest?.group)?.redacted ?? [];
  const value = (text: string | null) => redactedIn(redacted, drift.member ?? '', text);
  return { ...drift, applied: value(drift.applied), actual: value(drift.actual), wanted: value(drift.wanted) };
}

/** What the log is told of a record, and by what a group is known to be one. */
const inBrief = ({ id, email, name, disabled, is_user, type }: SamanageRecord): SamanageRecord => ({
  id,
  email,
  name,
  disabled,
  is_user,
  type,
});
