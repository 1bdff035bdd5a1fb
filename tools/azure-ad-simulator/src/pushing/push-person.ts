import { entitlementOf, type Person } from '../directory/person';
import { type Dialect, PatchBodies } from './dialects';
import type { Operation, Pushed, PushState } from './push-state';
import { ResourceWriter, type WriteResult } from './resource-writer';
import { equal, type ScimClient } from './scim-client';
import { type Change, changedAttributes, createBody, scimAttributes } from './scim-attributes';

/** What was done about a person. */
export interface PushResult {
  readonly action: Operation | 'none' | 'skipped' | 'failed';
  readonly id?: string;
  /** Why nothing was pushed, or what the endpoint refused. */
  readonly reason?: string;
}

/** Pushes people one by one, as the real client does (scim.md §1.1, entra-provisioning.md §2.4). */
export class Pusher {
  private readonly bodies: PatchBodies;
  private readonly writer: ResourceWriter<Pushed, Operation>;

  constructor(
    private readonly client: ScimClient,
    private readonly state: PushState,
    dialect: Dialect,
  ) {
    this.bodies = new PatchBodies(dialect);
    this.writer = new ResourceWriter<Pushed, Operation>(client, {
      endpoint: '/Users',
      create: 'create',
      remove: 'delete',
      note: (write, after) => state.note({ ...write, expected: stateOf(after) }),
    });
  }

  /** A query for nobody must be answered with an empty list. @throws Error when it is not */
  async testConnection(): Promise<void> {
    const found = await this.client.find('/Users', { filter: equal('userName', crypto.randomUUID()) });
    if (found.length > 0) throw new Error('the connection test found somebody');
  }

  async push(person: Person): Promise<PushResult> {
    const known = this.state.person(person.objectId);
    if (person.purged) return known ? this.remove(known) : { action: 'none' };
    const entitlement = entitlementOf(person);
    if (entitlement.entitled) return known ? this.update(known, person) : this.create(person);
    if (known?.active) return this.change(known, { ...known, active: false }, 'disable');
    return { action: 'skipped', reason: entitlement.reason };
  }

  /** The second pass: references are written when those they name are there (scim.md §1.3 row 7). */
  async pushManager(person: Person): Promise<PushResult> {
    const known = this.state.person(person.objectId);
    const manager = this.managerOf(person);
    if (!known?.active || manager === undefined || manager === known.manager) return { action: 'none' };
    const filter = `${equal('id', known.id)} and ${equal('manager', manager)}`;
    const there = await this.client.find('/Users', { filter, attributes: 'id' });
    if (there.length > 0) return { action: 'none' };
    return this.writer.patch({ ...known, manager }, 'manager', this.bodies.manager(manager));
  }

  private managerOf({ manager }: Person): string | undefined {
    return manager === null ? undefined : this.state.people.get(manager)?.id;
  }

  private create(person: Person): Promise<PushResult> {
    const attributes = scimAttributes(person);
    const { objectId, userPrincipalName } = person;
    return this.writer.create({
      match: { filter: equal('userName', userPrincipalName) },
      body: createBody(attributes),
      withId: (id) => ({ objectId, id, attributes, active: true, manager: null, deleted: false }),
      adopt: (found) => {
        const changes = Object.entries(attributes).map(([path, value]) => ({ path, value }));
        const assigned = changes.filter(({ path }) => path !== 'roles');
        return this.change(found, found, 'create', assigned);
      },
    });
  }

  private update(known: Pushed, person: Person): Promise<PushResult> | PushResult {
    const after = { ...known, attributes: scimAttributes(person), active: true };
    const changes = changedAttributes(known.attributes, after.attributes);
    if (changes.length === 0 && known.active) return { action: 'none', id: known.id };
    return this.change(known, after, known.active ? 'update' : 'enable', changes);
  }

  private change(
    before: Pushed,
    after: Pushed,
    operation: Operation,
    changes: readonly Change[] = [],
  ): Promise<WriteResult<Operation>> {
    const active = before.active === after.active ? [] : [{ path: 'active', value: after.active }];
    return this.writer.patch(after, operation, this.bodies.attributes([...changes, ...active]));
  }

  private remove(known: Pushed): Promise<PushResult> {
    return this.writer.remove({ ...known, active: false, deleted: true });
  }
}

const stateOf = ({ attributes, active, manager, deleted }: Pushed) => ({ attributes, active, manager, deleted });
