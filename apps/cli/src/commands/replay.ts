import { Argument, type Command, InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { type Service, serviceNames } from '../service-names';
import type { Session } from '../session';

const accepted = z.looseObject({ after: z.number() });

/** `waybill replay SERVICE`: has a service publish its log again. */
export function addReplayCommand(program: Command, session: Session): void {
  program
    .command('replay')
    .description('have a service publish its log again; whoever has heard it suppresses it')
    .addArgument(new Argument('<service>', 'whose log').choices(serviceNames))
    .option('--after <position>', 'from after this position on', position, 0)
    .action(async (service: Service, options: { after: number }) => {
      const answer = await session.api().post(`/v1.0/waybill/services/${service}/replay`, options, accepted);
      session.show({ service, ...answer }, () => [
        `${service} was told to publish its log again from after position ${answer.after}.`,
      ]);
    });
}

function position(text: string): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(number)) {
    throw new InvalidArgumentError('A position is a whole number from 0 on.');
  }
  return number;
}
