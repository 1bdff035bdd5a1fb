import { randomUUID } from 'node:crypto';
import { until } from './mapping-fixture';
import type { Replica, Replicas } from './mapping-over-http';

const at = '2026-01-31T12:00:00.000Z';
const applied = { email: 'AdeleV@contoso.com', title: 'Retail Manager', disabled: 'false' };
const step = { name: 'EntryExportUpdate', type: 'export', status: 'success', description: 'Updated', details: {} };
const about = {
  ...{ displayName: 'Adele Vance', version: 1, samanageId: 7, targetName: 'AdeleV@contoso.com', remarks: [] },
  ...{ steps: [step], attempts: 1, durationMilliseconds: 5 },
};
const written = { differences: [], refusedFields: {} };

interface Texts {
  readonly key: string;
  readonly value: string;
}

interface Change {
  readonly changeId: string;
  readonly cycleId: string;
}

/** The two texts of an answer, read. */
export function textsOf(body: unknown) {
  const { key, value } = body as Texts;
  return {
    key: JSON.parse(key) as { result: string; details: object },
    value: JSON.parse(value) as Record<string, unknown> & { provisioningSteps: { name: string; timestamp: string }[] },
  };
}

export const user = (objectId: string) => ({ objectId, objectTypeName: 'User' });

/** What Azure AD, an admin and the connector do in a story of provisioning on demand. */
export function onDemandStory(mapping: Replicas) {
  const [here] = mapping.replicas;
  if (!here) throw new Error('a story needs a replica');
  const job = `/v1.0/servicePrincipals/${mapping.servicePrincipalId}/synchronization/jobs/${mapping.jobId}`;
  /** The newest change of a stream that was passed on on demand, as soon as there is one. */
  const passedOn = async (stream: string, type = 'account-desired') => {
    const onDemand = async () =>
      (await mapping.eventsIn(stream)).filter(
        (event) => event.type === `mapping.${type}` && (event.data as { cause: string }).cause === 'on-demand',
      );
    const last = (await until(onDemand, ({ length }) => length > 0)).at(-1);
    return last?.data as Change;
  };
  const accountOutcome = async (userId: string, type: string, more: object = {}) => {
    const { changeId, cycleId } = await passedOn(`account-${userId}`);
    const outcome = { ...about, ...written, userId, applied, waitsFor: null, changeId, cycleId, ...more };
    return mapping.message('samanage-connector', `account-${userId}`, `samanage.${type}`, outcome);
  };
  const groupOutcome = (groupId: string, type: string, change: Change) => {
    const ofMembers = type === 'members-updated';
    const own = ofMembers ? { added: 1, removed: 0, waiting: 0 } : { ...written, applied: { name: 'Sales' } };
    const { changeId, cycleId } = change;
    const outcome = { ...about, displayName: 'Sales', targetName: 'Sales', groupId, ...own, changeId, cycleId };
    return mapping.message('samanage-connector', `group-${groupId}`, `samanage.${type}`, outcome);
  };
  return {
    job,
    passedOn,
    useSchema: (schema: object) => here.ask('PUT', `${job}/schema`, schema),
    pushed: (id: string, more: object = {}) =>
      mapping.message('scim-ingress', `user-${id}`, 'directory.user-created', {
        ...{ changeId: randomUUID(), userId: id, at, changedPaths: [], unique: [] },
        resource: { userName: `${id}@contoso.com`, displayName: 'Adele Vance', externalId: `aad-${id}`, ...more },
      }),
    deleted: (id: string) =>
      mapping.message('scim-ingress', `user-${id}`, 'directory.user-deleted', {
        ...{ changeId: randomUUID(), userId: id, at, displayName: 'Adele Vance' },
      }),
    inGroup: (groupId: string, type: string, data: object) =>
      mapping.message('scim-ingress', `group-${groupId}`, `directory.${type}`, {
        ...{ changeId: randomUUID(), groupId, at, displayName: 'Sales', ...data },
      }),
    askFor: (subject: object, replica = here) =>
      replica.ask('POST', `${job}/provisionOnDemand`, { parameters: [{ subjects: [subject] }] }),
    /** The connector tells what became of the newest change of somebody. */
    answered: async (userId: string, type: string, more: object = {}, replica = here) =>
      replica.deliver(await accountOutcome(userId, type, more)),
    groupAnswered: async (groupId: string, replica: Replica) => {
      const stream = `group-${groupId}`;
      await replica.deliver(groupOutcome(groupId, 'group-updated', await passedOn(stream, 'group-desired')));
      await replica.deliver(groupOutcome(groupId, 'members-updated', await passedOn(stream, 'members-desired')));
    },
    /** The connector makes a group that the directory told. */
    groupMade: async (groupId: string) => {
      const events = await mapping.eventsIn(`group-${groupId}`);
      const desired = events.find(({ type }) => type === 'mapping.group-desired')?.data as Change;
      await here.deliver(groupOutcome(groupId, 'group-created', desired));
    },
  };
}
