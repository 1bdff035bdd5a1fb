import type { RolesTakenIn, TenantTakenIn } from '@waybill/contracts';
import { type Command, type Decider, evolveBy } from '@waybill/decider';

/** The last part of a walk through the Samanage account came; all of them are collected. */
interface TakeInTenant extends Command, Readonly<TenantTakenIn['data']> {
  readonly type: 'take-in-tenant';
}

interface TakeInRoles extends Command, Readonly<RolesTakenIn['data']> {
  readonly type: 'take-in-roles';
}

type TenantCommand = TakeInTenant | TakeInRoles;
type TenantEvent = TenantTakenIn | RolesTakenIn;

export type SamanageRole = RolesTakenIn['data']['roles'][number];

interface TenantState {
  /** The walk that was taken in last. */
  readonly readId: string | null;
  /** Null where they were never imported. */
  readonly roles: readonly SamanageRole[] | null;
}

const unknownTenant: TenantState = { readId: null, roles: null };

/**
 * What is known of the Samanage account of a job: that all of its users and groups were read, and its roles. Whom the
 * walk found is not in the log: it is rows that are collected under the walk's id, and count once this says so.
 */
export const tenant: Decider<TenantCommand, TenantState, TenantEvent> = {
  name: 'tenant',
  stream: ({ jobId }) => `tenant-${jobId}`,
  initialState: () => unknownTenant,
  evolve: evolveBy<TenantState, TenantEvent>(unknownTenant, {
    'mapping.tenant-taken-in': (state, { readId }) => ({ ...state, readId }),
    'mapping.roles-taken-in': (state, { roles }) => ({ ...state, roles }),
  }),
  decide: (command, state) =>
    command.type === 'take-in-tenant' ? takeIn(command, state) : takeInRoles(command, state),
};

function takeIn({ readId, parts, at }: TakeInTenant, state: TenantState): TenantEvent[] {
  if (state.readId === readId) return [];
  return [{ type: 'mapping.tenant-taken-in', data: { readId, parts, at } }];
}

function takeInRoles({ roles, at }: TakeInRoles, state: TenantState): TenantEvent[] {
  if (state.roles && sameRoles(state.roles, roles)) return [];
  return [{ type: 'mapping.roles-taken-in', data: { roles: roles.map((role) => ({ ...role })), at } }];
}

function sameRoles(some: readonly SamanageRole[], others: readonly SamanageRole[]): boolean {
  const texts = (roles: readonly SamanageRole[]) =>
    roles.map(({ id, name, roleDescription, portal }) => JSON.stringify([id, name, roleDescription, portal])).sort();
  return texts(some).join() === texts(others).join();
}
