import {
  badRequest,
  type BulkOperation,
  type BulkRequest,
  referencesIn,
  referencesInPath,
  resolved,
  resolvedPath,
  ScimError,
  withoutForwardValues,
} from '@waybill/scim';
import type { FastifyRequest } from 'fastify';
import type { JobEndpoint } from '../../domain/endpoint/job-endpoint';
import type { DirectoryResource } from '../../domain/resources/directory-resource';
import { versionsOf } from '../preconditions';
import type { ResourceWrites, Writing } from '../resource-writes';
import { type BulkTarget, targetOf } from './bulk-operation';

/** What became of an operation. */
export type BulkOutcome =
  | { readonly status: 200 | 201 | 204; readonly found: Pick<DirectoryResource, 'version'> | null }
  | { readonly status: 'failed'; readonly error: unknown };

/** Values that refer to what was made later, and are added then. */
interface Completion {
  readonly index: number;
  readonly writing: Writing;
  readonly id: string;
  readonly values: readonly unknown[];
}

/** Where bulk requests are done. */
export interface BulkPlace {
  readonly jobId: string;
  readonly endpoint: JobEndpoint;
  readonly request: FastifyRequest;
}

/**
 * Does the operations of one bulk request, one after another, each with a commit of its own. What an operation refers to
 * is done before it; where two refer to each other, the first is made without the other and completed as soon as the
 * other is there (RFC 7644 §3.7.1, §3.7.2).
 */
export class BulkRun {
  readonly outcomes = new Map<number, BulkOutcome>();
  /** Where the resources of operations are, below the job's base; none for what was not made, or is nowhere. */
  readonly paths = new Map<number, string>();
  private readonly ids = new Map<string, string>();
  private readonly begun = new Set<number>();
  private readonly indexOf: ReadonlyMap<string, number>;
  private readonly completions: Completion[] = [];
  private failures = 0;

  constructor(
    private readonly bulk: BulkRequest,
    private readonly place: BulkPlace,
    private readonly writes: ResourceWrites,
  ) {
    const makers = [...bulk.operations.entries()].filter(([, { method, bulkId }]) => method === 'POST' && bulkId);
    // Of several with one bulkId it is the first that is referred to.
    this.indexOf = new Map(makers.reverse().map(([index, { bulkId = '' }]) => [bulkId, index]));
  }

  async run(): Promise<void> {
    for (const index of this.bulk.operations.keys()) {
      await this.take(index);
      await this.completeAll();
    }
  }

  private async take(index: number): Promise<void> {
    if (this.begun.has(index) || this.isStopped) return;
    this.begun.add(index);
    const operation = this.bulk.operations[index] as BulkOperation;
    for (const bulkId of referencesOf(operation)) {
      const before = this.indexOf.get(bulkId);
      if (before !== undefined) await this.take(before);
    }
    // Only a POST can be referred to by what is under way, and so come before that is whole.
    if (operation.method !== 'POST') await this.completeAll();
    if (this.isStopped) return;
    try {
      this.outcomes.set(index, await this.execute(index, operation));
    } catch (error) {
      this.fail(index, error);
    }
  }

  private async execute(index: number, operation: BulkOperation): Promise<BulkOutcome> {
    const path = resolvedPath(operation.path, this.ids);
    const target = targetOf(operation, path, this.place);
    this.assertFirst(index, operation);
    const { data, later } = withoutForwardValues(operation.data, target.type.apart ?? '', this.ids);
    const body = resolved(data, this.ids);
    const unmade = [...referencesIn(body), ...referencesInPath(path)];
    const impossible = later.flatMap(referencesIn).filter((bulkId) => !this.mayCome(bulkId));
    if (unmade.length + impossible.length > 0) throw unresolvable([...unmade, ...impossible]);
    const writing = this.writing(target, operation.version);
    const { method, id, type } = target;
    if (id !== null) this.paths.set(index, `${type.endpoint}/${id}`);
    if (method === 'DELETE') {
      await this.writes.delete(writing, String(id));
      return { status: 204, found: null };
    }
    const written = await this.written(method, writing, id, body);
    const made = written.found.id;
    this.paths.set(index, `${type.endpoint}/${made}`);
    if (operation.bulkId) this.ids.set(operation.bulkId, made);
    if (later.length > 0)
      this.completions.push({ index, writing: { ...writing, ifMatch: null }, id: made, values: later });
    return { status: method === 'POST' ? 201 : 200, found: written.found };
  }

  private written(method: Exclude<BulkTarget['method'], 'DELETE'>, writing: Writing, id: string | null, body: unknown) {
    if (method === 'POST') return this.writes.create(writing, body);
    return method === 'PUT'
      ? this.writes.replace(writing, String(id), body)
      : this.writes.patch(writing, String(id), body);
  }

  /** Whatever is done next must find complete what was made before. */
  private async completeAll(): Promise<void> {
    for (const completion of this.completions.splice(0)) await this.complete(completion);
  }

  private async complete({ index, writing, id, values }: Completion): Promise<void> {
    try {
      const missing = values.flatMap(referencesIn).filter((bulkId) => !this.ids.has(bulkId));
      if (missing.length > 0) throw unresolvable(missing);
      const add = { op: 'add', path: writing.type.apart, value: resolved(values, this.ids) };
      const body = { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: [add] };
      const { found } = await this.writes.patch(writing, id, body);
      this.outcomes.set(index, { status: 201, found });
    } catch (error) {
      this.fail(index, error);
      await this.takeBack({ index, writing, id, values });
    }
  }

  /** Whoever is told that nothing was made may try again: nothing may be left of it. */
  private async takeBack({ index, writing, id }: Completion): Promise<void> {
    this.paths.delete(index);
    this.ids.delete(this.bulk.operations[index]?.bulkId ?? '');
    try {
      await this.writes.delete(writing, id);
    } catch (error) {
      this.outcomes.set(index, { status: 'failed', error });
    }
  }

  private assertFirst(index: number, { method, bulkId = '' }: BulkOperation): void {
    if (method !== 'POST' || this.indexOf.get(bulkId) === index) return;
    throw badRequest('invalidValue', `The bulkId ${bulkId.slice(0, 100)} is that of an earlier operation.`);
  }

  /** Whether an operation makes it that has not failed yet: one that is under way refers back to this one. */
  private mayCome(bulkId: string): boolean {
    const index = this.indexOf.get(bulkId);
    return index !== undefined && this.outcomes.get(index)?.status !== 'failed';
  }

  private writing({ type }: BulkTarget, version: string | undefined): Writing {
    return { ...this.place, type, query: {}, ifMatch: versionsOf(version) };
  }

  private get isStopped(): boolean {
    return this.bulk.failOnErrors !== undefined && this.failures >= this.bulk.failOnErrors;
  }

  private fail(index: number, error: unknown): void {
    this.failures += 1;
    this.outcomes.set(index, { status: 'failed', error });
  }
}

const referencesOf = ({ data, path }: BulkOperation): string[] => [...referencesInPath(path), ...referencesIn(data)];

const unresolvable = (bulkIds: readonly string[]) =>
  new ScimError(
    409,
    undefined,
    `Nothing was made that has the bulkId ${bulkIds.slice(0, 5).join(', ').slice(0, 300)}.`,
  );
