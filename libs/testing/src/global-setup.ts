import { constants } from 'node:os';
import { startBrokerOfTheRun, type TestRun } from './kafka/broker-of-the-run';
import { startServerOfTheRun } from './postgres/server-of-the-run';

declare global {
  var waybillEndServers: (() => Promise<void>) | undefined;
}

/** Starts what the suites of a run share; `global-teardown.ts` ends it. */
export default async function startServers(run: TestRun): Promise<void> {
  const starting = [startServerOfTheRun(), startBrokerOfTheRun(run)];
  let ending: Promise<void> | undefined;
  const end = () => (ending ??= endAll(starting));
  const release = onSignals(end);
  globalThis.waybillEndServers = () => end().finally(release);
  try {
    await Promise.all(starting);
  } catch (error) {
    await globalThis.waybillEndServers();
    throw error;
  }
}

/** Also ends those that are still starting, when they have started. */
async function endAll(starting: readonly Promise<() => Promise<void>>[]): Promise<void> {
  for (const started of await Promise.allSettled(starting)) if (started.status === 'fulfilled') await started.value();
}

/** On a signal Jest would end at once, without its teardown. */
function onSignals(end: () => Promise<void>): () => void {
  const signals = ['SIGINT', 'SIGTERM'] as const;
  const listener = (signal: (typeof signals)[number]) =>
    void end().finally(() => process.exit(128 + constants.signals[signal]));
  for (const signal of signals) process.on(signal, listener);
  return () => {
    for (const signal of signals) process.off(signal, listener);
  };
}
