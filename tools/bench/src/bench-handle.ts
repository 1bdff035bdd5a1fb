import type { Command, Decider, DomainEvent } from '@waybill/decider';
import { EventLog, instruct, migrate, openPool, plainEvents } from '@waybill/event-log';
import { print, type Row } from './measure';

type Create = Command & { type: 'create'; id: string };

/** A create as a directory user's: a payload of 300 bytes, a state row, and a claim. */
const creator: Decider<
  Create,
  { id: string | null; text: string },
  DomainEvent<'bench.created', { id: string; text: string }>
> = {
  name: 'creator',
  stream: ({ id }) => `bench-${id}`,
  initialState: () => ({ id: null, text: '' }),
  evolve: (_, { data }) => data,
  decide: ({ id }) => [{ type: 'bench.created', data: { id, text: 'x'.repeat(300) } }],
  claims: ({ id }) => (id === null ? [] : [`bench:${id}`]),
};

const rounds = 3;
const milliseconds = 3_000;
const callers = [1, 8, 64];

/** Commands a second of `handle` alone, no HTTP: callers that each wait for their own answer. */
export async function benchHandle(databaseUrl: string): Promise<void> {
  await migrate(databaseUrl, { schema: 'bench', migrations: [] });
  const pool = openPool({ url: databaseUrl, schema: 'bench' }, () => undefined);
  const log = new EventLog({ pool, types: plainEvents, inline: [] });
  let made = 0;
  const run = async (count: number) => {
    const begun = performance.now();
    let done = 0;
    const caller = async () => {
      while (performance.now() - begun < milliseconds) {
        const command = { type: 'create', jobId: 'job', id: String((made += 1)) } as const;
        await log.submit({
          instructions: [instruct(creator, command)],
          metadata: { correlationId: 'bench', actor: 'bench' },
          lane: 'live',
        });
        done += 1;
      }
    };
    await Promise.all(Array.from({ length: count }, caller));
    return (1_000 * done) / (performance.now() - begun);
  };
  const measured = new Map<number, number[]>(callers.map((count) => [count, []]));
  await run(64);
  for (let round = 0; round < rounds; round += 1) {
    for (const count of callers) measured.get(count)?.push(await run(count));
  }
  const rows: Row[] = callers.map((count) => ({
    what: `commands, ${count} callers`,
    perSecond: measured.get(count) ?? [],
  }));
  print(
    'handle alone',
    `${rounds} interleaved rounds of ${milliseconds / 1_000} s after a warm-up; durable commits; one claim a command.`,
    rows,
  );
  await pool.end();
}
