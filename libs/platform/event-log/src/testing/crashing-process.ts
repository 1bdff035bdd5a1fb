/**
 * A process for crash tests: it takes messages, follows its log and works through a list of work, and kills itself
 * at a step when it is told to. Started again, it goes on until everything is done.
 *
 * Arguments: database URL, the step to die at or `-`, how often the step is passed before, and `blind` to plant the
 * bug that the test must see: work is repeated without a look whether it was done.
 */
import { Client } from 'pg';
import { openPool } from '../database';
import { EventLog, plainEvents } from '../event-log';
import { onStep, reach } from '../steps';
import { openEpoch, type WorkItem, WorkList, type WriterLease } from '../work/work-list';
import { runExclusively } from '../subscriptions/exclusive-runner';
import { follow } from '../subscriptions/follow';
import { copies, messages, work } from './crash-world';
import { schema, submission } from './log-fixture';
import { add, open, wallet } from './wallet';

const [url = '', step = '-', passes = '0', planted] = process.argv.slice(2);

let toPass = Number(passes);
onStep((reached) => {
  if (reached === step && toPass-- === 0) process.kill(process.pid, 'SIGKILL');
});

const pool = openPool({ url, schema }, () => undefined);
const log = new EventLog({ pool, types: plainEvents, inline: [work], batchSize: 4 });
const onError = (error: unknown) => process.stderr.write(`${String(error)}\n`);
const list = new WorkList<{ wallet: string }>('work_v1', 0);

async function main(): Promise<void> {
  const following = follow(copies, { pool, log, onError: (_, error) => onError(error) });
  const working = runExclusively({
    name: 'writer',
    pool,
    onError,
    work: (client, signal) => workUntil(client, signal),
  });
  for (const origin of messages) {
    await log.submit(submission(wallet, open(origin.message.stream, origin.message.stream), { origin }));
  }
  await until(async () => (await count('work_v1')) === 0 && (await count('copy_v1')) === 2 * messages.length);
  await Promise.all([following.stop(), working.stop()]);
  await pool.end();
}

async function workUntil(client: Parameters<typeof openEpoch>[0], signal: AbortSignal): Promise<void> {
  const lease = await openEpoch(client, 'writer');
  const outside = new Client({ connectionString: url });
  await outside.connect();
  while (!signal.aborted) {
    const items = await list.claim(client, lease, 'job-1', { limit: 3, first: 'urgent' });
    for (const item of items) await doWork(item, lease, outside);
    if (items.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await outside.end();
}

/** Look up after any doubt, then intent, call and outcome, each durable (architecture §6). */
async function doWork(item: WorkItem<{ wallet: string }>, lease: WriterLease, outside: Client): Promise<void> {
  const { rows } = await outside.query('SELECT FROM outside.call WHERE wallet = $1', [item.payload.wallet]);
  if (rows.length === 0 || planted === 'blind') {
    const [licensed] = await list.intend(pool, lease, [{ ...item, call: 'create' }]);
    if (!licensed) return;
    await outside.query('INSERT INTO outside.call (wallet) VALUES ($1)', [item.payload.wallet]);
    reach('work.answered');
  }
  await log.submit(submission(wallet, add(item.payload.wallet, 1)));
  reach('work.recorded');
}

async function count(table: string): Promise<number> {
  return (await pool.query<{ count: number }>(`SELECT count(*) FROM ${table}`)).rows[0]?.count ?? 0;
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 10));
}

void main();
