import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import type { System } from './system';

/**
 * Plants the bug that conservation must see: a change that was taken over vanishes from the list of work, as if an
 * event had been lost.
 *
 * @returns what conservation says afterwards; 1 if the oracle works
 */
export async function plantLoss(system: System): Promise<number> {
  // Without a wait, for whoever waits is answered when Samanage is there again.
  await system.samanage('/__switches', { unavailable: true, latencyMs: 0 });
  const { baseUrl, token } = system.endpoints.scim;
  const answer = await fetch(`${baseUrl}/Users`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/scim+json' },
    body: JSON.stringify({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      userName: `lost-${Date.now()}@contoso.com`,
      displayName: 'Lost Person',
      active: true,
    }),
  });
  if (answer.status !== 201) throw new Error(`the person to be lost was answered ${answer.status}`);
  const { id } = (await answer.json()) as { id: string };
  const owner = await ownerConnection(system);
  for (let gone = 0; gone === 0; await sleep(50)) {
    const { rowCount } = await owner.query('DELETE FROM samanage_connector.work_v3 WHERE subject = $1', [
      `account-${id}`,
    ]);
    gone = rowCount ?? 0;
  }
  await owner.end();
  await system.samanage('/__switches', { unavailable: false });
  for (let tries = 0; tries < 30; tries += 1) {
    const { conservation } = await system.conservation();
    if (conservation !== 0) return conservation;
    await sleep(500);
  }
  return 0;
}

async function ownerConnection({ folder }: System): Promise<Client> {
  const password = readFileSync(join(folder, 'postgres/password'), 'utf8');
  const port = Number(readFileSync(join(folder, 'postgres/data/postmaster.pid'), 'utf8').split('\n')[3]);
  const client = new Client({ host: '127.0.0.1', port, user: 'waybill_owner', password, database: 'postgres' });
  await client.connect();
  return client;
}
