import { given } from '@waybill/decider';
import { tenant } from './tenant';

const at = '2026-01-31T12:00:00.000Z';
const read = (readId: string) => ({ type: 'take-in-tenant', jobId: 'job-1', readId, parts: 3, at }) as const;
const requester = { id: 7, name: 'Requester', roleDescription: null, portal: true };
const agent = { id: 8, name: 'Service Agent User', roleDescription: 'A paid role', portal: false };
const roles = (...some: (typeof requester | typeof agent)[]) =>
  ({ type: 'take-in-roles', jobId: 'job-1', roles: some, at }) as const;

describe('what is known of a Samanage account', () => {
  it('is each walk through it, once', () => {
    const { events, state } = given(tenant).when(read('read-1'), read('read-1'), read('read-2'));
    expect(events).toEqual([
      { type: 'mapping.tenant-taken-in', data: { readId: 'read-1', parts: 3, at } },
      { type: 'mapping.tenant-taken-in', data: { readId: 'read-2', parts: 3, at } },
    ]);
    expect(state).toEqual({ readId: 'read-2', roles: null });
  });

  it('is its roles, told again where they differ', () => {
    const renamed = { ...agent, name: 'Agent' };
    const { events, state } = given(tenant).when(
      roles(requester, agent),
      roles(agent, requester),
      roles(requester, renamed),
      roles(),
    );
    expect(events).toEqual([
      { type: 'mapping.roles-taken-in', data: { roles: [requester, agent], at } },
      { type: 'mapping.roles-taken-in', data: { roles: [requester, renamed], at } },
      { type: 'mapping.roles-taken-in', data: { roles: [], at } },
    ]);
    expect(state).toEqual({ readId: null, roles: [] });
  });
});
