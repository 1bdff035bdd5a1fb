import { instruct } from '@waybill/event-log';
import { Secret } from '@waybill/runtime';
import { eventually } from '@waybill/testing';
import { job } from '../domain/job';
import { CredentialVault } from '../outbound/credentials/credential-vault';
import { KeyRing } from '../outbound/credentials/key-ring';
import type { Connector } from './connector-fixture';
import { jobId } from './stand-in-mapping';

/** Saves a token of the simulated Samanage as an admin would; the connector has to have the key. */
export async function saveToken(
  connector: Connector,
  key: Secret,
  slot: 'active' | 'standby',
  token: string,
): Promise<void> {
  await eventually(async () => (await connector.toldOfJob()).length > 0);
  const vault = new CredentialVault(connector.pool(), new KeyRing(key));
  const connection = { kind: 'token', baseAddress: connector.simulator.baseUrl, secret: new Secret(token) } as const;
  const kept = await vault.keep(jobId, connection);
  const said = { slot, ...kept, by: 'admin:local', now: new Date().toISOString() };
  await connector.submit(instruct(job, { type: 'save-credentials', jobId, ...said }));
}
