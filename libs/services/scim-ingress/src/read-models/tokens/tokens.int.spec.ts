import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { upcast, versionOf } from '@waybill/contracts';
import { EventLog, instruct, migrate, openPool } from '@waybill/event-log';
import { createTestDatabase, type TestDatabase } from '@waybill/testing';
import type { Pool } from 'pg';
import { access, type AccessCommand } from '../../domain/access';
import { FindJobOfToken, IsJobConnected, ListJobTokens } from '../../domain/job-tokens';
import { connectedJobs, connectedJobsMigration, IsJobConnectedHandler } from './connected-jobs';
import { FindJobOfTokenHandler } from './find-job-of-token';
import { ListJobTokensHandler } from './list-job-tokens';
import { tokenUsesMigration, tokenUsesTable, writeTokenUses } from './token-uses';
import { tokens, tokensMigration, tokenTermsMigration } from './tokens';

const schema = 'scim_ingress';
const migrations = [tokensMigration, tokenTermsMigration, connectedJobsMigration, tokenUsesMigration].map((each) =>
  each(schema),
);
const digestOf = (token: string) => createHash('sha256').update(token).digest('hex');
const metadata = { correlationId: 'test', actor: 'test' };
const fromNow = (milliseconds: number) => new Date(Date.now() + milliseconds);

describe('the tokens of jobs', () => {
  let database: TestDatabase;
  let pool: Pool;
  let log: EventLog;
  let jobId: string;

  beforeEach(async () => {
    database = await createTestDatabase();
    pool = openPool({ url: database.url, schema }, () => undefined);
    log = new EventLog({ pool, types: { versionOf, upcast }, inline: [tokens, connectedJobs] });
    jobId = randomUUID();
  });
  afterEach(async () => {
    await log.close();
    await pool.end();
    await database.drop();
  });

  const submit = async (command: AccessCommand) => {
    const handled = await log.submit({ instructions: [instruct(access, command)], metadata, lane: 'live' });
    if (handled.kind === 'refused') throw handled.error;
  };
  const connect = async () => {
    await migrate(database.url, { schema, migrations });
    await submit({ type: 'connect-job', jobId });
  };
  const issue = async (name: string, expiresAt: Date | null = null, job = jobId) => {
    const tokenId = randomUUID();
    const issued = { tokenId, digest: digestOf(name), label: name, expiresAt: expiresAt?.toISOString() ?? null };
    await submit({ type: 'issue-token', jobId: job, ...issued, now: '2026-01-01T00:00:00.000Z' });
    return tokenId;
  };
  const revoke = (tokenId: string) => submit({ type: 'revoke-token', jobId, tokenId });
  const list = (job = jobId) => new ListJobTokensHandler(pool).execute(new ListJobTokens(job));
  const find = (handler: FindJobOfTokenHandler, name: string) => handler.execute(new FindJobOfToken(digestOf(name)));

  it('are listed newest first with what became of them, and nothing of the tokens themselves', async () => {
    await connect();
    const first = await issue('first');
    const over = fromNow(-1_000);
    const second = await issue('second', over);
    const to = fromNow(60_000);
    const third = await issue('third', to);
    const fourth = await issue('fourth', to);
    await revoke(fourth);
    const used = fromNow(-500);
    await writeTokenUses(pool, new Map([[first, used]]));

    const createdAt = expect.any(String) as string;
    const unused = { createdAt, lastUsedAt: null };
    expect(await list()).toEqual([
      { ...unused, id: fourth, label: 'fourth', expiresAt: to.toISOString(), status: 'revoked' },
      { ...unused, id: third, label: 'third', expiresAt: to.toISOString(), status: 'active' },
      { ...unused, id: second, label: 'second', expiresAt: over.toISOString(), status: 'expired' },
      { id: first, label: 'first', createdAt, expiresAt: null, lastUsedAt: used.toISOString(), status: 'active' },
    ]);
  });

  it('are none of a new job, and of a job that is not there not even that', async () => {
    await connect();
    expect(await list()).toEqual([]);
    expect(await list(randomUUID())).toBeUndefined();
  });

  it('let their bearers speak for their job until they end', async () => {
    await connect();
    const tokenId = await issue('for good');
    const handler = new FindJobOfTokenHandler(pool, log);
    await issue('over', fromNow(-1));
    expect(await find(handler, 'for good')).toMatchObject({ job: jobId, tokenId });
    expect(await find(handler, 'over')).toBeUndefined();
    expect(await find(handler, 'guess')).toBeUndefined();
    await revoke(tokenId);
    expect(await find(handler, 'for good')).toBeUndefined();
  });

  it('expire at once, also where they are known already', async () => {
    await connect();
    await issue('soon over', fromNow(300));
    const handler = new FindJobOfTokenHandler(pool, log);
    expect(await find(handler, 'soon over')).toMatchObject({ job: jobId });
    await sleep(310);
    expect(await find(handler, 'soon over')).toBeUndefined();
  });

  it('open one job alone, and have ids of their own', async () => {
    await connect();
    const tokenId = await issue('one');
    const other = randomUUID();
    await submit({ type: 'connect-job', jobId: other });
    await expect(issue('one', null, other)).rejects.toMatchObject({ kind: 'already-exists' });
    const now = new Date().toISOString();
    const taken = {
      type: 'issue-token',
      tokenId,
      digest: digestOf('two'),
      label: 'two',
      expiresAt: null,
      now,
    } as const;
    await expect(submit({ ...taken, jobId: other })).rejects.toMatchObject({ kind: 'already-exists' });
    expect(await find(new FindJobOfTokenHandler(pool, log), 'one')).toMatchObject({ job: jobId });
  });

  it('keep the latest of their uses, whoever writes it', async () => {
    await connect();
    const [one, two] = [randomUUID(), randomUUID()];
    const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second));
    const uses = (ofOne: number, ofTwo: number) => new Map(Object.entries({ [one]: at(ofOne), [two]: at(ofTwo) }));
    await writeTokenUses(pool, uses(5, 5));
    await writeTokenUses(pool, uses(6, 4));
    const { rows } = await pool.query<{ id: string; at: Date }>(
      `SELECT token_id AS id, last_used_at AS at FROM ${tokenUsesTable}`,
    );
    expect(new Map(rows.map((row) => [row.id, row.at]))).toEqual(uses(6, 5));
  });

  it('are those that the log tells of after an upgrade, with all that was known of them', async () => {
    await migrate(database.url, { schema, migrations: [tokensMigration(schema)] });
    const [kept, gone] = [randomUUID(), randomUUID()];
    const before = [
      ['job-connected', {}],
      ['token-issued', { tokenId: kept, digest: digestOf('kept'), label: 'kept' }],
      ['token-issued', { tokenId: gone, digest: digestOf('gone'), label: 'gone' }],
      ['token-revoked', { tokenId: gone }],
    ] as const;
    for (const [index, [type, data]] of before.entries()) {
      await pool.query(
        `INSERT INTO event_log VALUES ($1::int, $2, $1::int, $3, $1::int, gen_random_uuid(), $4, 1, $5, '{}', $6)`,
        [index + 1, jobId, `job-${jobId}`, `directory.${type}`, data, `2026-01-0${index + 1}T00:00:00Z`],
      );
    }
    await migrate(database.url, { schema, migrations });
    const rest = { expiresAt: null, lastUsedAt: null };
    expect(await list()).toEqual([
      { ...rest, id: gone, label: 'gone', createdAt: '2026-01-03T00:00:00.000Z', status: 'revoked' },
      { ...rest, id: kept, label: 'kept', createdAt: '2026-01-02T00:00:00.000Z', status: 'active' },
    ]);
    expect(await find(new FindJobOfTokenHandler(pool, log), 'kept')).toMatchObject({ job: jobId, tokenId: kept });
    expect(await find(new FindJobOfTokenHandler(pool, log), 'gone')).toBeUndefined();
    const { rows } = await pool.query<{ former: string | null }>(`SELECT to_regclass('scim_token_v1') AS former`);
    expect(rows).toEqual([{ former: null }]);
  });

  it('belong to jobs that are asked for rarely, however many are made up', async () => {
    await connect();
    const handler = new IsJobConnectedHandler(pool, log);
    const reads = jest.spyOn(pool, 'query');
    const ask = (job: string) => handler.execute(new IsJobConnected(job));
    const madeUp = await Promise.all(Array.from({ length: 100 }, () => ask(randomUUID())));
    expect(madeUp).toEqual(Array(100).fill(false));
    expect(await ask(jobId)).toBe(true);
    expect(reads).toHaveBeenCalledTimes(1);

    const [here, elsewhere] = [randomUUID(), randomUUID()];
    await submit({ type: 'connect-job', jobId: here });
    expect(await ask(here)).toBe(true);
    const another = new EventLog({ pool, types: { versionOf, upcast }, inline: [connectedJobs] });
    const instructions = [instruct(access, { type: 'connect-job', jobId: elsewhere })];
    await another.submit({ instructions, metadata, lane: 'live' });
    expect(await ask(elsewhere)).toBe(false);
    await sleep(1_001);
    expect(await ask(elsewhere)).toBe(true);
  });
});
