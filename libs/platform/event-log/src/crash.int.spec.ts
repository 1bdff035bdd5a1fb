import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { Client } from 'pg';
import type { Step } from './steps';
import { crashMigration, messages } from './testing/crash-world';
import { type LogFixture, openLog } from './testing/log-fixture';

const steps: readonly Step[] = [
  'handle.read',
  'handle.decided',
  'handle.written',
  'handle.committed',
  'subscription.read',
  'subscription.applied',
  'subscription.committed',
  'work.claimed',
  'work.sending',
  'work.answered',
  'work.recorded',
];

const runTypeScript = join(__dirname, '../../../testing/src/run-typescript.cjs');

/** Runs the crashing process; resolves with the signal that ended it, null for a clean end. */
function run(url: string, step: Step | '-', passes: number, planted = ''): Promise<NodeJS.Signals | null> {
  return new Promise((resolve, reject) => {
    const script = join(__dirname, 'testing/crashing-process.ts');
    const args = ['-C', 'source', '-r', runTypeScript, script, url, step, String(passes), planted];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
    child.on('error', reject);
    child.on('exit', (_, signal) => resolve(signal));
  });
}

describe('SIGKILL between any two steps', () => {
  let fixture: LogFixture;
  beforeEach(async () => (fixture = await openLog([crashMigration])));
  afterEach(() => fixture.close());

  it.each(steps.map((step, n) => ({ step, passes: n % 2 === 0 ? [0, 3] : [1, 2] })))(
    'at $step: nothing is lost, and nothing happens twice',
    async ({ step, passes }) => {
      for (const pass of passes) expect(await run(fixture.url, step, pass)).toBe('SIGKILL');
      expect(await run(fixture.url, '-', 0)).toBeNull();
      const wallets = messages.map(({ message }) => message.stream).sort();
      const events = await fixture.log.read(0, 100);
      expect(events.map(({ position }) => position)).toEqual(wallets.flatMap((_, n) => [2 * n + 1, 2 * n + 2]));
      for (const type of ['test.opened', 'test.added']) {
        expect(events.flatMap((e) => (e.type === type ? e.stream.slice(7) : [])).sort()).toEqual(wallets);
      }
      expect(await column(fixture, 'SELECT position FROM copy_v1 ORDER BY position')).toEqual(
        events.map(({ position }) => position),
      );
      expect(await callsOutside(fixture.url)).toEqual(wallets);
    },
    60_000,
  );

  it('shows work that is repeated blindly', async () => {
    expect(await run(fixture.url, 'work.answered', 0, 'blind')).toBe('SIGKILL');
    expect(await run(fixture.url, '-', 0, 'blind')).toBeNull();
    expect((await callsOutside(fixture.url)).length).toBeGreaterThan(messages.length);
  });
});

/** What the outside was asked to do, in the outside's own words. */
async function callsOutside(url: string): Promise<string[]> {
  const owner = new Client({ connectionString: url });
  await owner.connect();
  const { rows } = await owner.query<{ wallet: string }>('SELECT wallet FROM outside.call ORDER BY wallet');
  await owner.end();
  return rows.map(({ wallet }) => wallet);
}

async function column(fixture: LogFixture, query: string): Promise<unknown[]> {
  return (await fixture.pool.query(query)).rows.map((row) => Object.values(row)[0]);
}
