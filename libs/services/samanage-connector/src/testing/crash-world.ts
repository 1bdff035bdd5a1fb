import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { migrate, type Step } from '@waybill/event-log';
import { startSamanageSimulator } from '@waybill/samanage-simulator';
import { migrateServices } from '@waybill/service-host';
import { createTestDatabase } from '@waybill/testing';
import { Client } from 'pg';
import { workTable } from '../read-models/work/work-row';
import { samanageConnectorSchema } from '../samanage-connector.service';
import { findingsAt } from './crash-findings';
import { CrashStory } from './crash-story';
import { CrashWants } from './crash-wants';
import { jobId, standInMapping, userIdOf, wantsOf } from './stand-in-mapping';

/** Where a connector is killed: by itself at a step, or by Samanage, when it has received a write and not done it. */
export type CrashPoint = Step | 'write.received';

const runTypeScript = join(__dirname, '../../../../testing/src/run-typescript.cjs');
const schema = 'samanage_connector';

/** A simulated Samanage that outlives the connectors, and a log that stands for mapping. */
export async function openCrashWorld({ turn = 0, planted = '' } = {}) {
  const database = await createTestDatabase();
  await migrate(database.url, { schema: 'mapping', migrations: [] });
  await migrateServices(database.url, [samanageConnectorSchema]);
  const samanage = await startSamanageSimulator({ token: 'token', switches: { ratePerMinute: 0, latencyMs: 5 } });
  const { simulator } = samanage;
  const { mapping, mappingPool, say } = standInMapping(database.url);
  await say(`job-${jobId}`, { type: 'job.created', data: { servicePrincipalId: userIdOf(0), name: 'Samanage' } });
  const wants = new CrashWants(wantsOf(say));
  const client = new Client({ connectionString: database.url });
  await client.connect();
  const write = simulator.write.bind(simulator);

  let running: ChildProcess | undefined;
  const start = (point: CrashPoint | '-', passage: number): ChildProcess => {
    const script = join(__dirname, 'crashing-connector.ts');
    const args = [script, database.url, samanage.baseUrl, point, String(passage), planted];
    const stdio = ['ignore', 'ignore', 'inherit'] as const;
    return (running = spawn(process.execPath, ['-C', 'source', '-r', runTypeScript, ...args], { stdio: [...stdio] }));
  };

  const counts = async (): Promise<Readonly<Record<string, number>>> => {
    const text = `SELECT counted, changes::int FROM ${schema}.tally_count UNION ALL SELECT 'open', count(*)::int FROM ${schema}.${workTable}`;
    const { rows } = await client.query<{ counted: string; changes: number }>(text);
    return Object.fromEntries(rows.map(({ counted, changes }) => [counted, changes]));
  };

  /** Returns when all that was said is taken in and nothing is open, and stays so: an end may open something new. */
  const untilNothingIsOpen = async (signal?: AbortSignal): Promise<void> => {
    for (let quiet = 0; quiet < 4 && !signal?.aborted;) {
      await sleep(50);
      const { received = 0, open } = await counts();
      quiet = received === wants.changes.length && open === 0 ? quiet + 1 : 0;
    }
  };

  return {
    story: new CrashStory(wants, turn),
    /** Subjects whose call may be on its way. */
    onTheirWay: async () => {
      const text = `SELECT subject FROM ${schema}.${workTable} WHERE sending IS NOT NULL ORDER BY subject`;
      return (await client.query<{ subject: string }>(text)).rows.map(({ subject }) => subject);
    },
    /** Runs a connector until it is killed; resolves with the signal, or with what it did instead. */
    runUntilKilled: async (point: CrashPoint, passage: number): Promise<string> => {
      const child = start(point, passage);
      const exit = once(child, 'exit');
      let writes = 0;
      simulator.write = async (received) => {
        if (point === 'write.received' && (writes += 1) === passage) {
          child.kill('SIGKILL');
          await exit;
        }
        return write(received);
      };
      const stop = new AbortController();
      const idle = untilNothingIsOpen(stop.signal).then(() => child.kill('SIGTERM'));
      const [code, signal] = (await exit) as [number | null, NodeJS.Signals | null];
      stop.abort();
      await idle;
      return signal ?? `nothing was left to do before passage ${passage}, and it ended with ${code}`;
    },
    /** Runs a connector until nothing is open any more. */
    finish: async (): Promise<void> => {
      const child = start('-', 0);
      const exit = once(child, 'exit');
      const stop = new AbortController();
      await Promise.race([untilNothingIsOpen(stop.signal), exit]);
      stop.abort();
      child.kill('SIGTERM');
      const [code] = (await exit) as [number | null];
      if (code !== 0) throw new Error(`the connector ended with ${code}`);
    },
    /** What was lost, stale or done twice: at Samanage, and in what the connector counts and tells. */
    findings: async (): Promise<string[]> => [
      ...findingsAt(simulator, wants),
      ...imbalance(await counts()),
      ...(await endings(client, wants.changes)),
    ],
    close: async () => {
      running?.kill('SIGKILL');
      await client.end();
      await mapping.close();
      await mappingPool.end();
      await samanage.close();
      await database.drop();
    },
  };
}

function imbalance({ received = 0, opened = 0, open = 0, ...ended }: Readonly<Record<string, number>>): string[] {
  const sum = Object.values(ended).reduce((total, count) => total + count, 0);
  return received + opened === sum + open ? [] : [`${received} received and ${opened} opened, but ${sum} ended`];
}

/** Each change that was wanted ends once. */
async function endings(client: Client, changes: readonly string[]): Promise<string[]> {
  const { rows } = await client.query<{ changeId: string; endings: number }>(
    `SELECT c AS "changeId", count(e.id)::int AS endings FROM unnest($1::text[]) c
      LEFT JOIN ${schema}.event_log e ON e.data->>'changeId' = c
        AND e.type !~ '-received$|-parked$|-written$'
      GROUP BY c HAVING count(e.id) <> 1`,
    [changes],
  );
  return rows.map(({ changeId, endings: count }) => `change ${changeId} ended ${count} times`);
}
