import type { Command } from 'commander';
import { z } from 'zod';
import { serviceNames } from '../service-names';
import type { Session } from '../session';
import { table } from '../table';

const subscription = z.looseObject({
  name: z.string(),
  position: z.number(),
  eventsBehind: z.number(),
  secondsBehind: z.number(),
  stoppedBy: z.string().nullable(),
});

const serviceState = z.looseObject({
  service: z.string(),
  subscriptions: z.array(subscription),
  heldMessages: z.number(),
  poisonMessages: z.number(),
  commandsWaiting: z.number(),
});

type ServiceState = z.infer<typeof serviceState>;

/** `waybill services`: how far everything is, and how much waits. */
export function addServicesCommand(program: Command, session: Session): void {
  program
    .command('services')
    .description('show the state of the services: what follows their logs, and how much is held')
    .action(async () => {
      const api = session.api();
      await session.showEach(
        serviceNames,
        async (service) => [await api.get(`/v1.0/waybill/services/${service}`, serviceState)],
        (states) => [...countsOf(states), '', ...subscriptionsOf(states)],
      );
    });
}

const countsOf = (states: readonly ServiceState[]): string[] =>
  table(
    [
      { title: 'service', cell: ({ service }) => service },
      { title: 'held', cell: ({ heldMessages }) => heldMessages },
      { title: 'poison', cell: ({ poisonMessages }) => poisonMessages },
      { title: 'commands waiting', cell: ({ commandsWaiting }) => commandsWaiting },
    ],
    states,
  );

const tenths = (seconds: number): number => Math.round(seconds * 10) / 10;

const subscriptionsOf = (states: readonly ServiceState[]): string[] =>
  table(
    [
      { title: 'service', cell: ({ service }) => service },
      { title: 'subscription', cell: ({ name }) => name },
      { title: 'position', cell: ({ position }) => position },
      { title: 'events behind', cell: ({ eventsBehind }) => eventsBehind },
      { title: 'seconds behind', cell: ({ secondsBehind }) => tenths(secondsBehind) },
      { title: 'stopped by', cell: ({ stoppedBy }) => stoppedBy },
    ],
    states.flatMap(({ service, subscriptions }) => subscriptions.map((each) => ({ ...each, service }))),
  );
