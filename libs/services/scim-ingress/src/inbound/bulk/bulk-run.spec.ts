import { type BulkOperation, defaultLeniency, groupType, parseBulkRequest, ScimError, userType } from '@waybill/scim';
import type { FastifyRequest } from 'fastify';
import type { ResourceWrites } from '../resource-writes';
import { BulkRun } from './bulk-run';

const schemas = ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'];
const endpoint = {
  types: [userType, groupType],
  schemas: [],
  leniency: defaultLeniency,
  requestsPerSecond: 1,
  version: 0,
};
const place = { jobId: 'job', endpoint, request: {} as FastifyRequest };

const post = (bulkId: string, ...members: string[]) => ({
  method: 'POST',
  path: '/Groups',
  bulkId,
  data: { displayName: bulkId, members: members.map((value) => ({ value })) },
});
const remove = (path: string) => ({ method: 'DELETE', path });

/** A store that notes what is done to it, and fails where it is told to. */
function storeThatFails(fails: (what: string) => boolean) {
  const done: string[] = [];
  const act = (what: string, id: string) => {
    done.push(what);
    if (fails(what)) return Promise.reject(new ScimError(503, undefined, what));
    return Promise.resolve({ found: { id, version: done.length }, changedPaths: [], isNew: false });
  };
  const writes = {
    create: (_: unknown, { displayName }: { displayName: string }) => act(`create ${displayName}`, `id-${displayName}`),
    patch: (_: unknown, id: string) => act(`patch ${id}`, id),
    delete: (_: unknown, id: string) => act(`delete ${id}`, id),
  };
  return { done, writes: writes as unknown as ResourceWrites };
}

async function run(fails: (what: string) => boolean, operations: readonly object[], more: object = {}) {
  const { done, writes } = storeThatFails(fails);
  const bulk = parseBulkRequest({ schemas, ...more, Operations: operations }, 100);
  const bulkRun = new BulkRun(bulk, place, writes);
  await bulkRun.run();
  const told = bulk.operations.map((_: BulkOperation, index) => {
    const outcome = bulkRun.outcomes.get(index);
    return outcome?.status === 'failed' ? (outcome.error as ScimError).status : outcome?.status;
  });
  return { done, told };
}

describe('the operations of a bulk request', () => {
  const never = () => false;

  it('are done in their order, but for what is referred to', async () => {
    const { done, told } = await run(never, [
      remove('/Groups/x'),
      post('a', 'bulkId:b'),
      remove('/Groups/y'),
      post('b'),
    ]);
    expect(done).toEqual(['delete x', 'create b', 'create a', 'delete y']);
    expect(told).toEqual([204, 201, 204, 201]);
  });

  it('that refer to each other are whole before the next', async () => {
    const circle = [post('a', 'bulkId:b'), post('b', 'bulkId:c'), post('c', 'bulkId:a')];
    const { done, told } = await run(never, [...circle, remove('/Groups/bulkId:c')]);
    expect(done).toEqual(['create c', 'create b', 'create a', 'patch id-c', 'delete id-c']);
    expect(told).toEqual([201, 201, 201, 204]);
  });

  it('that refer to themselves are whole before what stands before them', async () => {
    const { done } = await run(never, [remove('/Groups/bulkId:self'), post('self', 'bulkId:self')]);
    expect(done).toEqual(['create self', 'patch id-self', 'delete id-self']);
  });

  it('are made and changed once, however many refer to them', async () => {
    const { done } = await run(never, [
      post('a', 'bulkId:u', 'bulkId:b'),
      post('b', 'bulkId:u', 'bulkId:a'),
      post('u'),
    ]);
    expect(done).toEqual(['create u', 'create b', 'create a', 'patch id-b']);
  });

  it('are one failure each, even where what was made cannot be taken back', async () => {
    const operations = [post('self', 'bulkId:self'), remove('/Groups/x'), remove('/Groups/y')];
    const fails = (what: string) => what.endsWith('id-self');
    const { done, told } = await run(fails, operations, { failOnErrors: 2 });
    expect(done).toEqual(['create self', 'patch id-self', 'delete id-self', 'delete x', 'delete y']);
    expect(told).toEqual([503, 204, 204]);
  });

  it('are not begun behind the last failure that is allowed', async () => {
    const operations = [remove('/Groups/x'), post('a', 'bulkId:b'), post('b')];
    expect(await run((what) => what === 'delete x', operations, { failOnErrors: 1 })).toEqual({
      done: ['delete x'],
      told: [503, undefined, undefined],
    });
  });
});
