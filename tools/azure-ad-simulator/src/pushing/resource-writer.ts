import { setTimeout as sleep } from 'node:timers/promises';
import { AnswerLost, type Endpoint, type Query, type ScimAnswer, type ScimClient } from './scim-client';

/** A resource that has been pushed. */
export interface PushedResource {
  /** Its id in Azure AD. */
  readonly objectId: string;
  /** The id that the endpoint gave it. */
  readonly id: string;
}

/** What is told of a write that was answered with a 2xx. */
export interface Write<Operation extends string> {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly objectId: string;
  readonly id: string;
  readonly operation: Operation;
}

/** What was written, or why it was refused. */
export interface WriteResult<Operation extends string> {
  readonly action: Operation | 'failed';
  readonly id?: string;
  readonly reason?: string;
}

/** Users or groups: where they are written, and what is done about a write that counts. */
export interface ResourceKind<Resource extends PushedResource, Operation extends string> {
  readonly endpoint: Endpoint;
  readonly create: Operation;
  readonly remove: Operation;
  /** @param after the resource as it is after the write */
  readonly note: (write: Write<Operation>, after: Resource) => void;
}

export interface Creation<Resource extends PushedResource, Operation extends string> {
  /** Finds it by its matching attribute. */
  readonly match: Query;
  readonly body: object;
  readonly withId: (id: string) => Resource;
  /** What to do with one that is there already. */
  readonly adopt: (found: Resource) => Promise<WriteResult<Operation>>;
}

const pause = 200;
/** A conflict with something that no match finds is none that waiting ends. */
const mostConflicts = 5;

/** Creates, patches and deletes resources of one kind (scim.md §1.1, §1.3), each counted once it has its 2xx. */
export class ResourceWriter<Resource extends PushedResource, Operation extends string> {
  constructor(
    private readonly client: ScimClient,
    private readonly kind: ResourceKind<Resource, Operation>,
  ) {}

  /**
   * Creates what no match finds. After a conflict or a lost answer it is matched again, so that nothing is made twice:
   * what is found then is ours from a create whose answer was lost, or somebody's before us.
   */
  async create({ match, body, withId, adopt }: Creation<Resource, Operation>): Promise<WriteResult<Operation>> {
    for (let conflicts = 0; ; await sleep(pause)) {
      const [found] = await this.client.find(this.kind.endpoint, match);
      if (found) return adopt(withId(String(found.id)));
      const answer = await this.post(body);
      if (answer === 'lost') continue;
      if (answer.status === 201) return this.created(withId(String(answer.body.id)));
      conflicts += 1;
      if (answer.status !== 409 || conflicts === mostConflicts) return refused(answer);
    }
  }

  /** @param after the resource as it is once the body has been applied */
  async patch(after: Resource, operation: Operation, body: object): Promise<WriteResult<Operation>> {
    const { objectId, id } = after;
    const path = `${this.kind.endpoint}/${id}`;
    const answer = await this.client.repeat('PATCH', path, body);
    if (answer.status !== 200 && answer.status !== 204) return refused(answer);
    this.kind.note({ method: 'PATCH', path, status: answer.status, objectId, id, operation }, after);
    return { action: operation, id };
  }

  /** @param after the resource, marked as deleted */
  async remove(after: Resource): Promise<WriteResult<Operation>> {
    const { objectId, id } = after;
    const path = `${this.kind.endpoint}/${id}`;
    const answer = await this.client.repeat('DELETE', path);
    // A delete that is repeated after a lost answer finds nobody.
    if (answer.status !== 204 && answer.status !== 404) return refused(answer);
    const operation = this.kind.remove;
    this.kind.note({ method: 'DELETE', path, status: 204, objectId, id, operation }, after);
    return { action: operation, id };
  }

  private async post(body: object): Promise<ScimAnswer | 'lost'> {
    try {
      return await this.client.once('POST', this.kind.endpoint, body);
    } catch (error) {
      if (!(error instanceof AnswerLost)) throw error;
      return 'lost';
    }
  }

  private created(after: Resource): WriteResult<Operation> {
    const { objectId, id } = after;
    const operation = this.kind.create;
    this.kind.note({ method: 'POST', path: this.kind.endpoint, status: 201, objectId, id, operation }, after);
    return { action: operation, id };
  }
}

const refused = ({ status, body }: ScimAnswer) => ({
  action: 'failed' as const,
  reason: `${status} ${typeof body.detail === 'string' ? body.detail : ''}`.trim(),
});
