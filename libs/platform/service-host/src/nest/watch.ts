import { subscriptionLags } from '@waybill/event-log';
import { heldMessages, poisonMessages } from '@waybill/messaging';
import type { HealthRegistry, Metrics, Observation } from '@waybill/runtime';
import type { ServiceHost } from '../service-host';
import type { TallyDefinition } from '../tally/tally-definition';

/** Lets those who operate a service see whether it can work, and how far it is behind. */
export function watch(host: ServiceHost, health: HealthRegistry, metrics: Metrics): void {
  const { definition, pool, log } = host;
  const { name: service } = definition;
  if (definition.tally) watchApplied(host, definition.tally, metrics);

  health.register({
    name: service,
    check: async () => {
      const stopped = (await subscriptionLags(pool)).filter(({ stoppedBy }) => stoppedBy !== null);
      if (stopped.length === 0) return { ready: true };
      return {
        ready: false,
        reason: stopped.map(({ name, stoppedBy }) => `${name} stands at ${stoppedBy}`).join('; '),
      };
    },
  });

  const lag = async (read: (lag: { eventsBehind: number; secondsBehind: number }) => number): Promise<Observation[]> =>
    (await subscriptionLags(pool)).map((each) => ({
      value: read(each),
      attributes: { service, subscription: each.name },
    }));
  const one = (value: number): Observation[] => [{ value, attributes: { service } }];

  metrics.gauge('waybill_subscription_lag_events', 'Events that a subscription has not followed yet', () =>
    lag(({ eventsBehind }) => eventsBehind),
  );
  metrics.gauge('waybill_subscription_lag_seconds', 'Age of the oldest event that was not followed yet', () =>
    lag(({ secondsBehind }) => secondsBehind),
  );
  metrics.gauge('waybill_held_messages', 'Messages that wait because they, or one before them, failed', async () =>
    one((await heldMessages(pool, service)).length),
  );
  metrics.gauge('waybill_poison_messages', 'Records of the bus that are no message', async () =>
    one((await poisonMessages(pool, service)).length),
  );
  metrics.gauge('waybill_commands_waiting', 'Commands that wait for a batch of the log', async () => one(log.waiting));
}

const seconds = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1_800, 7_200];

/** The id of a change tells when it was accepted: it is a UUID of version 7, minted where the change began. */
const acceptedAt = (changeId: string): number => Number.parseInt(changeId.replace('-', '').slice(0, 12), 16);

function watchApplied({ log }: ServiceHost, tally: TallyDefinition, metrics: Metrics): void {
  const observe = metrics.histogram('waybill_accept_to_applied_seconds', 'From accepted to applied', seconds);
  log.onAppend((events) => {
    for (const event of events) {
      const { changeId } = event.data as { changeId?: string };
      if (changeId === undefined || !tally.count(event).includes('applied')) continue;
      observe((Date.parse(event.recordedAt) - acceptedAt(changeId)) / 1_000);
    }
  });
}
