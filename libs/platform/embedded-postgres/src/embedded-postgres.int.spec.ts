import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { startEmbeddedPostgres } from './embedded-postgres';

describe('embedded PostgreSQL', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'waybill-pg-'));
    chmodSync(folder, 0o755);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const query = async (url: string, text: string) => {
    const client = new Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(text)).rows;
    } finally {
      await client.end();
    }
  };

  it('keeps its data, with a password that its owner alone can read', async () => {
    const first = await startEmbeddedPostgres({ folder, kept: true });
    await query(first.ownerUrl, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await first.stop();
    const second = await startEmbeddedPostgres({ folder, kept: true });
    expect(await query(second.ownerUrl, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    const stranger = second.ownerUrl.replace(/:[^:@]+@/, ':wrong@');
    await expect(query(stranger, 'SELECT 1')).rejects.toThrow('password authentication failed');
    expect(statSync(join(folder, 'password')).mode & 0o777).toBe(0o600);
    expect(await query(second.ownerUrl, 'SHOW fsync')).toEqual([{ fsync: 'on' }]);
    await second.stop();
  });

  it('takes over a server that somebody left behind, and can end it', async () => {
    const left = await startEmbeddedPostgres({ folder, kept: true });
    const taken = await startEmbeddedPostgres({ folder, kept: true });
    expect(taken).toMatchObject({ pid: left.pid, ownerUrl: left.ownerUrl });
    await taken.stop();
    await expect(query(left.ownerUrl, 'SELECT 1')).rejects.toThrow(/ECONNREFUSED/);
  });

  it('comes up after it was killed, and after an unfinished beginning', async () => {
    mkdirSync(join(folder, 'data.new'));
    writeFileSync(join(folder, 'data.new', 'PG_VERSION'), '18');
    const killed = await startEmbeddedPostgres({ folder, kept: true });
    await query(killed.ownerUrl, 'CREATE TABLE kept (answer int)');
    process.kill(killed.pid, 'SIGKILL');
    const next = await startEmbeddedPostgres({ folder, kept: true });
    expect(await query(next.ownerUrl, 'SELECT answer FROM kept')).toEqual([]);
    await next.stop();
    expect(readdirSync(folder).sort()).toEqual(['data', 'password', 'server.log']);
  });

  it('waits for what a killed server left behind', async () => {
    const killed = await startEmbeddedPostgres({ folder, kept: true });
    const left = new Client({ connectionString: killed.ownerUrl });
    left.on('error', () => undefined);
    await left.connect();
    const [session] = (await left.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows;
    const pid = session?.pid ?? 0;
    process.kill(pid, 'SIGSTOP');
    process.kill(killed.pid, 'SIGKILL');
    setTimeout(() => process.kill(pid, 'SIGCONT'), 500);
    const next = await startEmbeddedPostgres({ folder, kept: true });
    expect(await query(next.ownerUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await next.stop();
  });

  it('runs under a folder that is closed to others', async () => {
    const closed = mkdtempSync(join(homedir(), '.waybill-pg-'));
    const server = await startEmbeddedPostgres({ folder: closed, kept: false });
    expect(await query(server.ownerUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await server.stop();
    rmSync(closed, { recursive: true, force: true });
  });
});
