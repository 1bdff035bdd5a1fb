import { subscriptionLags } from '@waybill/event-log';
import { heldMessages, poisonMessages } from '@waybill/messaging';
import type { HealthRegistry, Metrics, Observation } from '@waybill/runtime';
import type { ServiceHost } from '../service-host';

/** Lets those who operate a service see whether it can work, and how far it is behind. */
export function watch({ definition, pool, log }: ServiceHost, health: HealthRegistry, metrics: Metrics): void {
  const { name: service } = definition;

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
