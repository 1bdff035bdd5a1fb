import type { Command } from 'commander';
import { z } from 'zod';
import { chosenServices, serviceOption, type ServiceOptions } from '../service-names';
import type { Session } from '../session';
import { table } from '../table';

const heldMessage = z.looseObject({
  stream: z.string(),
  version: z.number(),
  type: z.string(),
  reason: z.string(),
  attempts: z.number(),
  nextAttemptAt: z.string(),
});

const heldMessages = z.object({ value: z.array(heldMessage) });

const retried = z.looseObject({ released: z.number(), held: z.number() });

type HeldMessage = z.infer<typeof heldMessage> & { readonly service: string };

const path = (service: string) => `/v1.0/waybill/services/${service}/held-messages`;

/** `waybill held list` and `waybill held retry`. */
export function addHeldCommands(program: Command, session: Session): void {
  const held = program.command('held').description('messages that failed for their own subject, and wait');

  held
    .command('list')
    .description('show what is held, oldest first')
    .addOption(serviceOption())
    .action(async (options: ServiceOptions) => {
      const api = session.api();
      await session.showEach(
        chosenServices(options),
        async (service) => {
          const { value } = await api.get(path(service), heldMessages);
          return value.map((message) => ({ service, ...message }));
        },
        linesOf,
      );
    });

  held
    .command('retry')
    .description('try held messages again now')
    .addOption(serviceOption())
    .option('--stream <stream>', 'those of this stream alone, named as in the list')
    .action(async ({ stream, ...options }: ServiceOptions & { stream?: string }) => {
      const api = session.api();
      await session.showEach(
        chosenServices(options),
        async (service) => [{ service, ...(await api.post(`${path(service)}/retry`, { stream }, retried)) }],
        (results) =>
          table(
            [
              { title: 'service', cell: ({ service }) => service },
              { title: 'released', cell: ({ released }) => released },
              { title: 'still held', cell: ({ held: remaining }) => remaining },
            ],
            results,
          ),
      );
    });
}

function linesOf(messages: readonly HeldMessage[]): readonly string[] {
  if (messages.length === 0) return ['Nothing is held.'];
  return table(
    [
      { title: 'service', cell: ({ service }) => service },
      { title: 'stream', cell: ({ stream }) => stream },
      { title: 'version', cell: ({ version }) => version },
      { title: 'type', cell: ({ type }) => type },
      { title: 'attempts', cell: ({ attempts }) => attempts },
      { title: 'next attempt', cell: ({ nextAttemptAt }) => nextAttemptAt },
      { title: 'reason', cell: ({ reason }) => reason },
    ],
    messages,
  );
}
