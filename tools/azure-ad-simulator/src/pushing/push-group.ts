import type { Group } from '../directory/group';
import { type Dialect, PatchBodies } from './dialects';
import { createGroupBody, groupAttributes } from './group-attributes';
import { type MemberChange, memberChanges, membersAfter } from './member-changes';
import type { GroupOperation, PushedGroup, PushState } from './push-state';
import { ResourceWriter } from './resource-writer';
import { equal, type ScimClient } from './scim-client';
import { changedAttributes } from './scim-attributes';

/** What was done about a group. */
export interface GroupPushResult {
  readonly action: GroupOperation | 'none' | 'failed';
  readonly id?: string;
  /** How many members were named. */
  readonly members?: number;
  /** What the endpoint refused. */
  readonly reason?: string;
}

/** Pushes groups as the real client does: first the group, later its members (scim.md §1.3, entra-provisioning.md §2.2). */
export class GroupPusher {
  private readonly bodies: PatchBodies;
  private readonly writer: ResourceWriter<PushedGroup, GroupOperation>;

  constructor(
    private readonly client: ScimClient,
    private readonly state: PushState,
    dialect: Dialect,
  ) {
    this.bodies = new PatchBodies(dialect);
    this.writer = new ResourceWriter<PushedGroup, GroupOperation>(client, {
      endpoint: '/Groups',
      create: 'group-create',
      remove: 'group-delete',
      note: (write, after) => state.noteGroup({ ...write, expected: stateOf(after) }),
    });
  }

  /** A query for no group must be answered with an empty list (scim.md §1.3 row 1). @throws Error when it is not */
  async testConnection(): Promise<void> {
    const filter = equal('displayName', crypto.randomUUID());
    const found = await this.client.find('/Groups', { filter, excludedAttributes: 'members' });
    if (found.length > 0) throw new Error('the connection test found a group');
  }

  /** Writes the group without its members. */
  async push(group: Group): Promise<GroupPushResult> {
    const known = this.state.group(group.objectId);
    if (group.purged) return known ? this.writer.remove({ ...known, members: [], deleted: true }) : { action: 'none' };
    return known ? this.update(known, group) : this.create(group);
  }

  /** Writes which members came and went, when those they name are there. Tells of each PATCH. */
  async *pushMembers(group: Group): AsyncGenerator<GroupPushResult> {
    let known = this.state.group(group.objectId);
    if (!known) return;
    const wanted = group.members.flatMap((objectId) => this.state.idOf(objectId) ?? []);
    for (const change of memberChanges(known.members, wanted)) {
      known = { ...known, members: membersAfter(known.members, change) };
      if (await this.isThere(known, change)) continue;
      const result = await this.writer.patch(known, change.operation, this.bodies.members(change));
      yield { ...result, members: change.ids.length };
      if (result.action === 'failed') return;
    }
  }

  /** One member is asked for before he is added, as any single reference is (scim.md §1.3 row 7). */
  private async isThere({ id }: PushedGroup, { operation, ids }: MemberChange): Promise<boolean> {
    const [member] = ids;
    if (operation !== 'members-add' || ids.length !== 1 || member === undefined) return false;
    const filter = `${equal('id', id)} and ${equal('members', member)}`;
    const found = await this.client.find('/Groups', { filter, excludedAttributes: 'members' });
    return found.length > 0;
  }

  private create(group: Group): Promise<GroupPushResult> {
    const { objectId, displayName } = group;
    return this.writer.create({
      match: { excludedAttributes: 'members', filter: equal('displayName', displayName) },
      body: createGroupBody(group),
      withId: (id) => ({ objectId, id, ...groupAttributes(group), members: [], deleted: false }),
      adopt: (found) => {
        const changes = changedAttributes({}, groupAttributes(group));
        return this.writer.patch(found, 'group-create', this.bodies.attributes(changes));
      },
    });
  }

  private update(known: PushedGroup, group: Group): Promise<GroupPushResult> | GroupPushResult {
    const { displayName, externalId } = known;
    const after = groupAttributes(group);
    const changes = changedAttributes({ displayName, externalId }, after);
    if (changes.length === 0) return { action: 'none', id: known.id };
    return this.writer.patch({ ...known, ...after }, 'group-update', this.bodies.attributes(changes));
  }
}

const stateOf = ({ displayName, externalId, members, deleted }: PushedGroup) => ({
  displayName,
  externalId,
  members,
  deleted,
});
