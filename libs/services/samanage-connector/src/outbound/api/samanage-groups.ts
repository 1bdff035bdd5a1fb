import {
  type GroupValues,
  groupWriteShape,
  isRealGroup,
  type MembershipRecord,
  membershipsIn,
} from '../../domain/group/group-values';
import type { SamanageRecord } from '../../domain/values';
import type { Calls, Licence } from './calls';
import { isRecord, pagesOf, recordIn } from './records';
import { writeIsUnproved } from './samanage-users';

/** The groups of a Samanage account and who is in them (samanage-api.md §3). Every method throws a `SamanageFailure`. */
export class SamanageGroups {
  constructor(private readonly calls: Calls) {}

  /** @throws SamanageFailure `not-found` when there is no such group (any more) */
  async get(id: number): Promise<SamanageRecord> {
    return recordIn(await this.calls.read(`/groups/${id}.json`), 'group');
  }

  /** All real groups of exactly this name, letter case included; the filter matches how a name begins (§2.6, §8.15). */
  async find(name: string): Promise<SamanageRecord[]> {
    const found = new Map<number, SamanageRecord>();
    const wanted = name.trim();
    for await (const { records } of pagesOf(this.calls, 'group', { name: wanted })) {
      for (const group of records) {
        if (isRealGroup(group) && String(group.name).trim() === wanted) found.set(group.id, group);
      }
    }
    return [...found.values()];
  }

  async create(values: GroupValues, licence: Licence): Promise<SamanageRecord> {
    const request = { method: 'POST', path: '/groups.json', body: { group: groupWriteShape(values) } } as const;
    return recordIn(await this.calls.write(request, licence), 'group');
  }

  /** Writes only what is given; the answer is the whole record. */
  async update(id: number, values: GroupValues, licence: Licence): Promise<SamanageRecord> {
    const request = { method: 'PUT', path: `/groups/${id}.json`, body: { group: groupWriteShape(values) } } as const;
    const answer = await this.calls.write(request, licence);
    return isRecord(answer.body) ? recordIn(answer, 'group') : this.get(id).catch(writeIsUnproved);
  }

  async delete(id: number, licence: Licence): Promise<void> {
    await this.calls.write({ method: 'DELETE', path: `/groups/${id}.json` }, licence);
  }

  /**
   * Adds people by their user ids; adding somebody twice changes nothing (§3.1).
   *
   * @returns the memberships that the answer tells; undefined where it has no body
   */
  async addMembers(id: number, userIds: readonly number[], licence: Licence): Promise<MembershipRecord[] | undefined> {
    const path = `/memberships.json?group_id=${id}&user_ids=${userIds.join(',')}`;
    const { body } = await this.calls.write({ method: 'POST', path }, licence);
    if (body === undefined || body === null) return undefined;
    return membershipsIn(Array.isArray(body) ? body : [body]);
  }

  async removeMembership(membershipId: number, licence: Licence): Promise<void> {
    await this.calls.write({ method: 'DELETE', path: `/memberships/${membershipId}.json` }, licence);
  }
}
