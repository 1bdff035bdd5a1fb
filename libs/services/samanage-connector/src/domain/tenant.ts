import type { TenantRead } from '@waybill/contracts';
import type { Command, Decider } from '@waybill/decider';

interface TellTenant extends Command {
  readonly type: 'tell-tenant';
  readonly read: TenantRead['data'];
}

interface TenantState {
  /** The last walk that was told, and its last part. */
  readonly readId: string | null;
  readonly part: number;
}

/** What walks through a job's Samanage account have found; each part is told once, in its order. */
export const tenant: Decider<TellTenant, TenantState, TenantRead> = {
  name: 'tenant',
  stream: ({ jobId }) => `tenant-${jobId}`,
  initialState: () => ({ readId: null, part: 0 }),
  evolve: (_, { data: { readId, part } }) => ({ readId, part }),
  decide: ({ read }, { readId, part }) => {
    const next = readId === read.readId ? part + 1 : 1;
    return read.part === next ? [{ type: 'samanage.tenant-read', data: read }] : [];
  },
};
