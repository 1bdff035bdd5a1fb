import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { median, printTable } from '../measure';
import { type RunningSystem, startSystem } from '../running-system';
import { resourceOf, stateOf } from './seeded-people';

const people = 100_000;
const rounds = 3;
const livePerSecond = 20;

interface Plan {
  readonly id: string;
  readonly status: string;
  readonly evaluated: number;
  readonly counts: Readonly<Record<string, number>> | null;
}

/** A plan over 100,000 people while the directory goes on pushing. */
export async function benchPlan(ownerUrl: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'waybill-bench-'));
  const system = await startSystem('all-in-one', folder, { DATABASE_URL: ownerUrl });
  const database = new Client({ connectionString: ownerUrl });
  await database.connect();
  try {
    const jobId = /\/scim\/([^/]+)\//.exec(system.scim.baseUrl)?.[1] ?? '';
    await seed(database, jobId);
    const seconds: number[] = [];
    const latencies: number[][] = [];
    let plan: Plan | undefined;
    for (let round = 0; round < rounds; round += 1) {
      const since = new Date();
      const pushing = new AbortController();
      const pushed = pushUntil(system, pushing.signal, round);
      const begun = performance.now();
      plan = await makePlan(system, jobId);
      seconds.push((performance.now() - begun) / 1_000);
      pushing.abort();
      await pushed;
      await sleep(2_000);
      latencies.push(await latenciesSince(database, since));
    }
    const at = (share: number) =>
      Math.round(median(latencies.map((took) => took[Math.floor(took.length * share)] ?? 0)));
    printTable(
      'plan: 100,000 people under a new filter and a new mapping',
      `${people} people whose accounts were applied are put into mapping's tables; then ${rounds} plans, each while ${livePerSecond} people a second are created over SCIM. Time from POST to the finished plan; for those who were created meanwhile, from the directory's event to mapping's.`,
      [
        ['what', 'median', 'rounds'],
        ['plan', `${median(seconds).toFixed(1)} s`, seconds.map((each) => each.toFixed(1)).join(', ')],
        ['live flow, accept to desired, p50', `${at(0.5)} ms`, ''],
        [
          'live flow, accept to desired, p99',
          `${at(0.99)} ms`,
          `${latencies.map(({ length }) => length).join(', ')} people`,
        ],
      ],
    );
    console.log(`\nevaluated ${plan?.evaluated}; ${JSON.stringify(plan?.counts)}`);
  } finally {
    await database.end();
    await system.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const page = 5_000;

async function seed(database: Client, jobId: string): Promise<void> {
  for (let from = 0; from < people; from += page) {
    const states = Array.from({ length: page }, (_, index) => stateOf(from + index));
    await database.query(
      `WITH given AS (SELECT uuidv7() AS id, value AS state FROM jsonb_array_elements($1)),
        subjects AS (INSERT INTO mapping.subject_v1 (subject_id, subject_type, job, presence)
          SELECT id, 'User', $2, 'enabled' FROM given)
        INSERT INTO mapping.stream_state (stream, decider, version, state)
          SELECT 'account-' || id, 'subject', 2, state FROM given`,
      [JSON.stringify(states), jobId],
    );
  }
  await database.query('ANALYZE mapping.subject_v1, mapping.stream_state');
}

async function makePlan(system: RunningSystem, jobId: string): Promise<Plan> {
  const schema = await draft(system, jobId);
  let plan = await system.api<Plan>('POST', `/v1.0/waybill/jobs/${jobId}/plans`, { schema });
  while (plan.status === 'waiting') {
    await sleep(100);
    plan = await system.api<Plan>('GET', `/v1.0/waybill/jobs/${jobId}/plans/${plan.id}`);
  }
  if (plan.status !== 'complete') throw new Error(`the plan ${plan.status}`);
  return plan;
}

/** Retail leaves the scope, and titles are written in capitals. */
async function draft(system: RunningSystem, jobId: string): Promise<object> {
  const { value: versions } = await system.api<{ value: { version: number }[] }>(
    'GET',
    `/v1.0/waybill/jobs/${jobId}/rules`,
  );
  const { schema } = await system.api<{ schema: Editable }>(
    'GET',
    `/v1.0/waybill/jobs/${jobId}/rules/${versions[0]?.version}`,
  );
  const [users] = schema.synchronizationRules[0]?.objectMappings ?? [];
  if (!users) throw new Error('the schema has no mapping of users');
  const clause = { sourceOperandName: 'department', operatorName: 'NOT EQUALS', targetOperand: { values: ['Retail'] } };
  users.scope = {
    groups: [{ name: 'not retail', clauses: [clause] }],
    inputFilterGroups: [],
    categoryFilterGroups: [],
  };
  const title = users.attributeMappings.find(({ targetAttributeName }) => targetAttributeName === 'title');
  if (title) title.source = { type: 'Function', name: 'ToUpper', expression: 'ToUpper([jobTitle])' };
  return schema;
}

interface Editable {
  readonly synchronizationRules: {
    readonly objectMappings: {
      scope: object | null;
      readonly attributeMappings: { readonly targetAttributeName: string; source: object }[];
    }[];
  }[];
}

async function pushUntil(system: RunningSystem, signal: AbortSignal, round: number): Promise<void> {
  const begun = Date.now();
  const pushes: Promise<void>[] = [];
  for (let number = 0; !signal.aborted; number += 1) {
    await sleep(Math.max(0, begun + (number * 1_000) / livePerSecond - Date.now()));
    const name = `live${round}-${number}@contoso.com`;
    const schemas = ['urn:ietf:params:scim:schemas:core:2.0:User'];
    pushes.push(system.create(JSON.stringify({ schemas, ...resourceOf(number, { userName: name }) })));
  }
  await Promise.all(pushes);
}

/** Milliseconds from the directory's event to mapping's, of those created since a moment; sorted. */
async function latenciesSince(database: Client, since: Date): Promise<number[]> {
  const { rows } = await database.query<{ took: string }>(
    `SELECT extract(epoch FROM m.recorded_at - d.recorded_at) * 1000 AS took
      FROM scim_ingress.event_log d JOIN mapping.event_log m ON m.data->>'changeId' = d.data->>'changeId'
      WHERE d.type = 'directory.user-created' AND m.type = 'mapping.account-desired' AND d.recorded_at >= $1 ORDER BY 1`,
    [since],
  );
  return rows.map(({ took }) => Number(took));
}
