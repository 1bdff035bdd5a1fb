import type { RunningSimulator } from '@waybill/samanage-simulator';

/** Changes at a simulated Samanage that nobody tells the connector of. */
export function behindOurBack(simulator: RunningSimulator['simulator']) {
  const write = (method: string, path: string, body: unknown = null) =>
    simulator.write({ method, path, query: new URLSearchParams(), body, at: '2026-01-01T00:00:00.000+00:00' });
  const remove = (path: string) => write('DELETE', path);
  return {
    remove,
    user: (id: number, user: object) => write('PUT', `/users/${id}.json`, { user }),
    group: (id: number, group: object) => write('PUT', `/groups/${id}.json`, { group }),
    /** Ends the membership of a user. */
    leave: async (groupId: number, userId: number) => {
      const memberships = simulator.account.groups.get(groupId)?.memberships.values() ?? [];
      for (const membership of memberships) {
        if (membership.userId === userId) await remove(`/memberships/${membership.id}.json`);
      }
    },
  };
}
