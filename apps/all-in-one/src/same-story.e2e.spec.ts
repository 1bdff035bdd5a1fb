import type { ProvisioningObjectSummary } from '@waybill/graph';
import { describeWithBroker, eventually } from '@waybill/testing';
import type { Bus } from './testing/on-each-bus';
import { startServices } from './testing/running-services';

const patch = (...Operations: object[]) => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
  Operations,
});
const people = Array.from({ length: 12 }, (_, n) => `person${n}@contoso.com`);

/** A day in the life of a directory, told to the services over one bus; what the log says of it afterwards. */
async function storyOver(bus: Bus): Promise<unknown> {
  const services = await startServices({}, bus);
  try {
    const settled = async (changes: number) => {
      await eventually(async () => {
        const { body } = await services.api('/v1.0/waybill/conservation');
        return body.ended === changes && body.inFlight === 0 && body.conservation === 0;
      });
    };
    const ids = new Map<string, string>();
    for (const name of people) ids.set(name, (await services.post('/Users', services.user(name))).body.id);
    await settled(12);
    const on = (name: string, ...operations: object[]) =>
      services.patch(`/Users/${ids.get(name)}`, patch(...operations));
    for (const name of people) await on(name, { op: 'Replace', path: 'title', value: `Title of ${name}` });
    await settled(24);
    for (const name of people.slice(0, 4)) await on(name, { op: 'Replace', path: 'active', value: 'False' });
    await settled(28);
    for (const name of people.slice(0, 2)) await services.delete(`/Users/${ids.get(name)}`);
    await settled(30);

    const { body: log } = await services.api('/v1.0/auditLogs/provisioning?$top=1000');
    const told = (log.value as ProvisioningObjectSummary[]).map((record) => ({
      person: people.find((name) => ids.get(name) === record.sourceIdentity.id),
      action: record.provisioningAction,
      status: record.provisioningStatusInfo.status,
      properties: record.modifiedProperties,
      steps: record.provisioningSteps.map(({ name }) => name),
    }));
    const { body: conservation } = await services.api('/v1.0/waybill/conservation');
    const { jobs: _, ...numbers } = conservation;
    const records = people.map((name) => told.filter(({ person }) => person === name));
    return { records, numbers };
  } finally {
    await services.stop();
  }
}

describeWithBroker('the two buses', () => {
  it('leave the same log behind', async () => {
    const overLogs = await storyOver('log');
    expect(await storyOver('kafka')).toEqual(overLogs);
    expect(overLogs).toMatchObject({ numbers: { accepted: 30, ended: 30, inFlight: 0, conservation: 0 } });
  }, 120_000);
});
