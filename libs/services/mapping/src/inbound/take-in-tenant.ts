import type { RolesImported, TenantRead } from '@waybill/contracts';
import { instruct } from '@waybill/event-log';
import type { Message, Reaction } from '@waybill/messaging';
import { tenant } from '../domain/tenant';

/** Puts down a part of a walk under its id, where nobody reads it until the walk counts; may be done again. */
export type CollectPart = (jobId: string, part: TenantRead['data']) => Promise<void>;

/**
 * Collects the parts of a walk through a Samanage account; the last of them lets the walk count. Parts are of one stream,
 * so that none is missing when the last one is taken in.
 */
export const takeInTenant = (collect: CollectPart): Reaction => ({
  on: ['samanage.tenant-read'],
  react: async (message) => {
    const { job: jobId, data } = message as unknown as Message & TenantRead;
    await collect(jobId, data);
    const { readId, part, parts, at } = data;
    return part < parts ? [] : [instruct(tenant, { type: 'take-in-tenant', jobId, readId, parts, at })];
  },
});

/** Keeps the roles of a Samanage account. */
export const takeInRoles: Reaction = {
  on: ['samanage.roles-imported'],
  react: (message) => {
    const { job: jobId, data } = message as unknown as Message & RolesImported;
    return [instruct(tenant, { type: 'take-in-roles', jobId, ...data })];
  },
};
