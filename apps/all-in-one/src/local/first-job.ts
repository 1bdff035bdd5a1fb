import { setTimeout as sleep } from 'node:timers/promises';
import { CommandBus } from '@nestjs/cqrs';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DomainError } from '@waybill/decider';
import { DecideJob } from '@waybill/mapping';
import { defaultRules } from '@waybill/provisioning-rules';
import { DecideAccess } from '@waybill/scim-ingress';
import type { Rules } from '@waybill/contracts';
import { digestOf, type LocalIdentity } from './local-identity';

const patienceMilliseconds = 30_000;

/** Creates the job of a data folder and its SCIM token; both are there already after the first start. */
export async function ensureFirstJob(app: NestFastifyApplication, identity: LocalIdentity): Promise<void> {
  const commands = app.get(CommandBus, { strict: false });
  const metadata = { correlationId: crypto.randomUUID(), actor: 'admin:local' };
  const { jobId, servicePrincipalId, tokenId, scimToken } = identity;
  const rules = defaultRules as Rules;
  const cycleId = crypto.randomUUID();
  const create = { type: 'create-job', jobId, servicePrincipalId, name: 'Samanage', rules, cycleId } as const;
  await commands.execute(new DecideJob(create, metadata));
  const issue = { type: 'issue-token', jobId, tokenId, digest: digestOf(scimToken), label: 'local' } as const;
  // Ingress hears of the job from mapping's log, a moment later.
  const until = Date.now() + patienceMilliseconds;
  for (;;) {
    try {
      await commands.execute(new DecideAccess(issue, metadata));
      return;
    } catch (error) {
      if (!(error instanceof DomainError) || error.kind !== 'not-found' || Date.now() > until) throw error;
      await sleep(20);
    }
  }
}
