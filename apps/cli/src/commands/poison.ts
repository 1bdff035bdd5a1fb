import type { Command } from 'commander';
import { z } from 'zod';
import { chosenServices, serviceOption, type ServiceOptions } from '../service-names';
import type { Session } from '../session';
import { table } from '../table';

const poisonMessage = z.looseObject({
  topic: z.string(),
  partition: z.number(),
  offset: z.number(),
  reason: z.string(),
  keptAt: z.string(),
});

const poisonMessages = z.object({ value: z.array(poisonMessage) });

const retried = z.looseObject({ released: z.number(), poison: z.number() });

type PoisonMessage = z.infer<typeof poisonMessage> & { readonly service: string };

const path = (service: string) => `/v1.0/waybill/services/${service}/poison-messages`;

/** `waybill poison list` and `waybill poison retry`. */
export function addPoisonCommands(program: Command, session: Session): void {
  const poison = program.command('poison').description('what came by the bus and cannot be read');

  poison
    .command('list')
    .description('show what cannot be read, oldest first; --json has the contents too, in base64')
    .addOption(serviceOption())
    .action(async (options: ServiceOptions) => {
      const api = session.api();
      await session.showEach(
        chosenServices(options),
        async (service) => {
          const { value } = await api.get(path(service), poisonMessages);
          return value.map((message) => ({ service, ...message }));
        },
        linesOf,
      );
    });

  poison
    .command('retry')
    .description('read it again, as after an upgrade')
    .addOption(serviceOption())
    .action(async (options: ServiceOptions) => {
      const api = session.api();
      await session.showEach(
        chosenServices(options),
        async (service) => [{ service, ...(await api.post(`${path(service)}/retry`, {}, retried)) }],
        (results) =>
          table(
            [
              { title: 'service', cell: ({ service }) => service },
              { title: 'released', cell: ({ released }) => released },
              { title: 'still poison', cell: ({ poison: remaining }) => remaining },
            ],
            results,
          ),
      );
    });
}

function linesOf(messages: readonly PoisonMessage[]): readonly string[] {
  if (messages.length === 0) return ['There is no poison.'];
  return table(
    [
      { title: 'service', cell: ({ service }) => service },
      { title: 'topic', cell: ({ topic }) => topic },
      { title: 'partition', cell: ({ partition }) => partition },
      { title: 'offset', cell: ({ offset }) => offset },
      { title: 'kept at', cell: ({ keptAt }) => keptAt },
      { title: 'reason', cell: ({ reason }) => reason },
    ],
    messages,
  );
}
