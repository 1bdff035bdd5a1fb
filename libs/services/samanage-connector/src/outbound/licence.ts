import type { InSets, Intent } from '@waybill/event-log';

/** An intent older than this is not a licence any more: the process may have been frozen meanwhile. */
const licenceMilliseconds = 3_000;

/** Nothing may be sent: a newer version came, or somebody else writes for this job now. */
export class NoLicence extends Error {}

/**
 * Makes an intent to send durable.
 *
 * @throws NoLicence when nothing may be sent
 */
export async function obtainLicence(intents: InSets<Intent, boolean>, intent: Intent): Promise<void> {
  const begun = Date.now();
  if (!(await intents.ask(intent))) throw new NoLicence();
  if (Date.now() - begun > licenceMilliseconds) throw new NoLicence();
}
