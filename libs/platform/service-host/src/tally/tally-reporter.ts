import { PositionSet, type Tally } from '@waybill/contracts';
import { Doorbell, instruct, type Running, runExclusively, type Sql } from '@waybill/event-log';
import { v7 as uuidv7 } from 'uuid';
import type { ServiceResources } from '../service-definition';
import type { TallyDefinition } from './tally-definition';
import { tallyDecider } from './tally-decider';

export interface TallyReporterOptions extends ServiceResources {
  readonly service: string;
  readonly definition: TallyDefinition;
  readonly onError: (error: unknown) => void;
}

const pollMilliseconds = 1_000;

/** States what the service counts of each job, at most once a second and only when it has changed. */
export function reportTallies({ service, definition, pool, log, onError }: TallyReporterOptions): Running {
  const decider = tallyDecider(definition.eventType);
  return runExclusively({
    name: 'tally',
    pool,
    onError,
    work: async (client, signal) => {
      while (!signal.aborted) {
        for (const { job, tally } of await countChanges(client, service, definition)) {
          if (isScattered(tally)) continue;
          await log.submit({
            instructions: [instruct(decider, { type: 'state-tally', jobId: job, tally })],
            metadata: { correlationId: uuidv7(), actor: `service:${service}` },
            lane: 'background',
          });
        }
        await new Doorbell().wait(pollMilliseconds, signal);
      }
    },
  });
}

const mostRanges = 200;

/** While a consumer catches up, what it has taken in may be thousands of ranges; the tally before stands that long. */
const isScattered = ({ taken }: Tally): boolean =>
  Object.values(taken).some((positions) => PositionSet.parse(positions).ranges.length > mostRanges);

/**
 * All numbers of all jobs in one statement, and so of one moment: what it sees is exactly what the log held at
 * `position`.
 */
export async function countChanges(
  sql: Sql,
  service: string,
  definition: TallyDefinition,
): Promise<{ job: string; tally: Tally }[]> {
  const { rows } = await sql.query<{
    job: string;
    position: number;
    taken: Tally['taken'] | null;
    awaited: Tally['awaited'] | null;
    counts: Record<string, number>;
    open: number;
  }>({
    name: 'count changes',
    text: `SELECT t.job, head.position, consumed.taken, consumed.awaited, t.counts, coalesce(waiting.changes, 0) + coalesce(held.changes, 0) AS open
      FROM (SELECT job, json_object_agg(counted, changes) AS counts FROM tally_count GROUP BY job) t
      CROSS JOIN (SELECT coalesce(max(position), 0) AS position FROM event_log) head
      CROSS JOIN (SELECT json_object_agg(source, taken::text) AS taken, json_object_agg(source, awaited) AS awaited
        FROM confirmed_position WHERE consumer = $1) consumed
      LEFT JOIN (${definition.openChanges}) waiting ON waiting.job = t.job
      LEFT JOIN (SELECT message->>'job' AS job, count(*) AS changes FROM held_message
        WHERE consumer = $1 AND message->>'type' = ANY ($2)
          AND message->'data'->'part' IS NOT DISTINCT FROM message->'data'->'parts' GROUP BY 1) held ON held.job = t.job`,
    values: [service, definition.broughtBy],
  });
  return rows.map(({ job, position, taken, awaited, counts, open }) => {
    const counted = (as: string) => counts[as] ?? 0;
    const ended = {
      applied: counted('applied'),
      unchanged: counted('unchanged'),
      skipped: counted('skipped'),
      superseded: counted('superseded'),
      abandoned: counted('abandoned'),
    };
    const begun = { opened: counted('opened'), received: counted('received') };
    return { job, tally: { position, taken: taken ?? {}, awaited: awaited ?? {}, ...begun, ended, open } };
  });
}
