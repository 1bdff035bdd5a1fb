import type { Command } from 'commander';
import { z } from 'zod';
import type { Session } from '../session';
import { table } from '../table';

const counts = {
  accepted: z.number(),
  ended: z.number(),
  inFlight: z.number(),
  conservation: z.number(),
  outcomes: z.looseObject({
    applied: z.number(),
    unchanged: z.number(),
    skipped: z.number(),
    superseded: z.number(),
    abandoned: z.number(),
  }),
};

const conservation = z.looseObject({ ...counts, jobs: z.array(z.looseObject({ jobId: z.string(), ...counts })) });

type Conservation = z.infer<typeof conservation>;

/** `waybill conservation`: whether anything was lost. */
export function addConservationCommand(program: Command, session: Session): void {
  program
    .command('conservation')
    .description('show changes accepted, less those ended and in flight: 0 unless something was lost')
    .action(async () => {
      const answer = await session.api().get('/v1.0/waybill/conservation', conservation);
      session.show(answer, () => linesOf(answer));
    });
}

const linesOf = ({ jobs, ...total }: Conservation): string[] =>
  table(
    [
      { title: 'job', cell: ({ jobId }) => jobId },
      { title: 'accepted', cell: ({ accepted }) => accepted },
      { title: 'ended', cell: ({ ended }) => ended },
      { title: 'in flight', cell: ({ inFlight }) => inFlight },
      { title: 'conservation', cell: ({ conservation: missing }) => missing },
      { title: 'applied', cell: ({ outcomes }) => outcomes.applied },
      { title: 'unchanged', cell: ({ outcomes }) => outcomes.unchanged },
      { title: 'skipped', cell: ({ outcomes }) => outcomes.skipped },
      { title: 'superseded', cell: ({ outcomes }) => outcomes.superseded },
      { title: 'abandoned', cell: ({ outcomes }) => outcomes.abandoned },
    ],
    [...jobs, { ...total, jobId: 'total' }],
  );
