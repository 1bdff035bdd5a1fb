import { Client } from 'pg';
import { SharedReads } from './shared-reads';
import { type LogFixture, openLog } from './testing/log-fixture';

describe('reads that share connections', () => {
  let world: LogFixture;
  let reads: SharedReads;
  beforeEach(async () => {
    world = await openLog();
    reads = new SharedReads(world.pool);
  });
  afterEach(async () => {
    await reads.close();
    await world.close();
  });

  const echo = async (value: number) => {
    const { rows } = await reads.query<{ value: number; pid: number }>({
      name: 'echo',
      text: 'SELECT $1::int AS value, pg_backend_pid() AS pid',
      values: [value],
    });
    return rows[0] as { value: number; pid: number };
  };
  const echoAll = (count: number) => Promise.all(Array.from({ length: count }, (_, n) => echo(n)));
  const turn = () => new Promise((resolve) => setImmediate(resolve));

  it('answers each question of a crowd with its own answer, on two connections', async () => {
    const pids = new Set<number>();
    for (let round = 0; round < 20; round += 1) {
      const answers = await echoAll(50);
      expect(answers.map(({ value }) => value)).toEqual(Array.from({ length: 50 }, (_, n) => n));
      for (const { pid } of answers) pids.add(pid);
      await turn();
    }
    expect(pids.size).toBe(2);
  });

  it('fails the question that is wrong, and no other of its moment', async () => {
    const wrong = reads.query({ text: 'SELECT 1 / $1::int', values: [0] }).catch((error: Error) => error.message);
    const [first, failure, last] = await Promise.all([echo(1), wrong, echo(2)]);
    expect([first.value, failure, last.value]).toEqual([1, 'division by zero', 2]);
  });

  it('opens another connection for one that was lost', async () => {
    const { pid } = await echo(1);
    await turn();
    const owner = new Client(world.url);
    await owner.connect();
    await owner.query('SELECT pg_terminate_backend($1)', [pid]);
    await owner.end();
    await new Promise((resolve) => setTimeout(resolve, 50));
    for (let round = 0; round < 4; round += 1) {
      expect((await echo(round)).value).toBe(round);
      await turn();
    }
    expect(world.pool.totalCount - world.pool.idleCount).toBe(2);
  });
});
