import { instruct, type LoggedEvent, readStream } from '@waybill/event-log';
import { type Consumer, heldMessages, type Message } from '@waybill/messaging';
import type { Tally } from '@waybill/contracts';
import { defaultSchema } from '@waybill/provisioning-rules';
import { migrateServices, ServiceHost } from '@waybill/service-host';
import { createTestDatabase } from '@waybill/testing';
import { randomUUID } from 'node:crypto';
import { job } from '../domain/job';
import { mappingService } from '../mapping.service';

export const jobId = 'job-1';
export const cycleId = randomUUID();
const metadata = { correlationId: 'test', actor: 'test' };

/** The mapping service on a database of its own; the test is the bus. */
export async function startMapping() {
  const database = await createTestDatabase();
  await migrateServices(database.url, [mappingService]);
  const errors: unknown[] = [];
  const host = new ServiceHost(mappingService, {
    databaseUrl: database.url,
    onError: (_, error) => errors.push(error),
    onAlarm: (_, message) => errors.push(message),
  });
  const consumers: Consumer[] = [];
  await host.start({
    carry: () => Promise.resolve({ stop: () => Promise.resolve() }),
    deliver: (consumer) => {
      consumers.push(consumer);
      return { stop: () => Promise.resolve() };
    },
  });
  const versions = new Map<string, number>();
  let position = 0;

  return {
    errors,
    pool: host.pool,
    log: host.log,
    /** An event of another service, the next of its stream. */
    message: (source: string, stream: string, type: string, data: object): Message => {
      const streamVersion = (versions.get(source + stream) ?? 0) + 1;
      versions.set(source + stream, streamVersion);
      position += 1;
      const place = { position, job: jobId, jobPosition: position, stream, streamVersion };
      const recordedAt = '2026-01-31T12:00:00.000Z';
      return { source, ...place, id: randomUUID(), type, version: 1, data, metadata, recordedAt };
    },
    deliver: (...messages: Message[]) => Promise.all(consumers.map((consumer) => consumer.handle(messages))),
    createJob: (rules: object = defaultSchema) =>
      host.log.submit({
        instructions: [
          instruct(job, {
            type: 'create-job',
            jobId,
            servicePrincipalId: randomUUID(),
            name: 'Samanage',
            rules: { ...rules },
            cycleId,
            by: 'test',
            now: new Date().toISOString(),
          }),
        ],
        metadata,
        lane: 'live',
      }),
    /** Applies rules as an admin does; returns the cycle that evaluates everybody. */
    applyRules: async (rules: object) => {
      const command = { type: 'apply-rules', jobId, rules: { ...rules }, basedOn: null, planId: null } as const;
      const asked = { cycleId: randomUUID(), by: 'test', now: new Date().toISOString() };
      await host.log.submit({ instructions: [instruct(job, { ...command, ...asked })], metadata, lane: 'live' });
      return asked.cycleId;
    },
    /** Waits until everybody was evaluated in a cycle. */
    cycleClosed: (cycleId: string) =>
      until(
        () => readStream(host.pool, `job-${jobId}`),
        (events) => events.some(({ type, data }) => type === 'job.cycle-closed' && isOf(data, cycleId)),
      ),
    eventsIn: (stream: string): Promise<LoggedEvent[]> => readStream(host.pool, stream),
    eventsOf: (userId: string): Promise<LoggedEvent[]> => readStream(host.pool, `account-${userId}`),
    held: () => heldMessages(host.pool, 'mapping'),
    /** The newest numbers that the service has stated of the job. */
    tally: async () => (await readStream(host.pool, `tally-${jobId}`)).at(-1)?.data as Tally | undefined,
    stateOf: async (stream: string) =>
      (await host.pool.query<{ state: unknown }>('SELECT state FROM stream_state WHERE stream = $1', [stream])).rows[0]
        ?.state,
    stop: async () => {
      await host.rest();
      await host.close();
      await database.drop();
    },
  };
}

const isOf = (data: unknown, cycle: string) => (data as { cycleId: string }).cycleId === cycle;

export type Mapping = Awaited<ReturnType<typeof startMapping>>;

/** Asks until the answer will do. */
export async function until<T>(ask: () => Promise<T>, fits: (answer: T) => boolean): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (fits(answer)) return answer;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
