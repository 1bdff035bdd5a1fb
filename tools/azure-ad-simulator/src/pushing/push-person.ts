import { entitlementOf, type Person } from '../directory/person';
import { type Dialect, patchBody, patchMessage } from './dialects';
import type { Operation, Pushed, PushState } from './push-state';
import { AnswerLost, type ScimAnswer, type ScimClient } from './scim-client';
import { type Change, changedAttributes, createBody, enterprise, scimAttributes } from './scim-attributes';

/** What was done about a person. */
export interface PushResult {
  readonly action: Operation | 'none' | 'skipped' | 'failed';
  readonly id?: string;
  /** Why nothing was pushed, or what the endpoint refused. */
  readonly reason?: string;
}

/** Pushes people one by one, as the real client does (scim.md §1.1, entra-provisioning.md §2.4). */
export class Pusher {
  private patches = 0;

  constructor(
    private readonly client: ScimClient,
    private readonly state: PushState,
    private readonly dialect: Dialect,
  ) {}

  /** A query for nobody must be answered with an empty list. @throws Error when it is not */
  async testConnection(): Promise<void> {
    const found = await this.client.find(`userName eq "${crypto.randomUUID()}"`);
    if (found.length > 0) throw new Error('the connection test found somebody');
  }

  async push(person: Person): Promise<PushResult> {
    const known = this.knownOf(person);
    if (person.purged) return known ? this.remove(known) : { action: 'none' };
    const entitlement = entitlementOf(person);
    if (entitlement.entitled) return known ? this.update(known, person) : this.create(person);
    if (known?.active) return this.change(known, { ...known, active: false }, 'disable');
    return { action: 'skipped', reason: entitlement.reason };
  }

  /** The second pass: references are written when those they name are there (scim.md §1.3 row 7). */
  async pushManager(person: Person): Promise<PushResult> {
    const known = this.knownOf(person);
    const manager = this.managerOf(person);
    if (!known?.active || manager === undefined || manager === known.manager) return { action: 'none' };
    const there = await this.client.find(`id eq "${known.id}" and manager eq "${manager}"`, 'id');
    if (there.length > 0) return { action: 'none' };
    const op = this.dialect === 'compliant' ? 'add' : 'Add';
    const body = { schemas: [patchMessage], Operations: [{ op, path: `${enterprise}:manager`, value: manager }] };
    return this.send(known, { ...known, manager }, 'manager', body);
  }

  /** What was pushed of a person who has not been deleted since. */
  private knownOf({ objectId }: Person): Pushed | undefined {
    const known = this.state.people.get(objectId);
    return known?.deleted ? undefined : known;
  }

  private managerOf({ manager }: Person): string | undefined {
    return manager === null ? undefined : this.state.people.get(manager)?.id;
  }

  private async create(person: Person): Promise<PushResult> {
    const attributes = scimAttributes(person);
    const pushed = { attributes, active: true, manager: null, deleted: false };
    for (;;) {
      const [found] = await this.client.find(`userName eq "${person.userPrincipalName}"`);
      if (found) {
        // Ours from a create whose answer was lost, or somebody's before us: from now on he is patched.
        const before = { objectId: person.objectId, id: String(found.id), ...pushed };
        const changes = Object.entries(attributes).map(([path, value]) => ({ path, value }));
        return this.change(
          before,
          before,
          'create',
          changes.filter(({ path }) => path !== 'roles'),
        );
      }
      try {
        const answer = await this.client.once('POST', '/Users', createBody(attributes));
        if (answer.status === 409) continue;
        if (answer.status !== 201) return refused(answer);
        const id = String(answer.body.id);
        const { objectId } = person;
        this.state.note({
          method: 'POST',
          path: '/Users',
          status: 201,
          objectId,
          id,
          operation: 'create',
          expected: pushed,
        });
        return { action: 'create', id };
      } catch (error) {
        if (!(error instanceof AnswerLost)) throw error;
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    }
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
  ): Promise<PushResult> {
    const active = before.active === after.active ? [] : [{ path: 'active', value: after.active }];
    const body = patchBody(this.dialect, [...changes, ...active], (this.patches += 1));
    return this.send(before, after, operation, body);
  }

  private async send({ objectId, id }: Pushed, after: Pushed, operation: Operation, body: object): Promise<PushResult> {
    const path = `/Users/${id}`;
    const answer = await this.client.repeat('PATCH', path, body);
    if (answer.status !== 200 && answer.status !== 204) return refused(answer);
    this.state.note({
      method: 'PATCH',
      path,
      status: answer.status,
      objectId,
      id,
      operation,
      expected: stateOf(after),
    });
    return { action: operation, id };
  }

  private async remove(known: Pushed): Promise<PushResult> {
    const { objectId, id } = known;
    const path = `/Users/${id}`;
    const answer = await this.client.repeat('DELETE', path);
    // A delete that is repeated after a lost answer finds nobody.
    if (answer.status !== 204 && answer.status !== 404) return refused(answer);
    const expected = stateOf({ ...known, active: false, deleted: true });
    this.state.note({ method: 'DELETE', path, status: 204, objectId, id, operation: 'delete', expected });
    return { action: 'delete', id };
  }
}

const stateOf = ({ attributes, active, manager, deleted }: Pushed) => ({ attributes, active, manager, deleted });

const refused = ({ status, body }: ScimAnswer): PushResult => ({
  action: 'failed',
  reason: `${status} ${typeof body.detail === 'string' ? body.detail : ''}`.trim(),
});
