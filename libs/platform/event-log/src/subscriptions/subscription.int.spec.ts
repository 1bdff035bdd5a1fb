import type { LoggedEvent } from '../logged-event';
import { crashMigration } from '../testing/crash-world';
import { type LogFixture, openLog, submission } from '../testing/log-fixture';
import { add, wallet } from '../testing/wallet';
import { subscriptionLags } from './lag';
import { follow } from './follow';
import type { Subscription } from './subscription';

describe('a subscription', () => {
  let fixture: LogFixture;
  beforeEach(async () => (fixture = await openLog([crashMigration])));
  afterEach(() => fixture.close());

  const errors: unknown[] = [];
  const host = (other: Pick<LogFixture, 'pool' | 'log'> = fixture) => ({
    ...other,
    onError: (_: string, error: unknown) => errors.push(error),
  });
  const copying = (apply: (events: readonly LoggedEvent[]) => void = () => undefined): Subscription => ({
    name: 'copy_v1',
    apply: async (tx, events) => {
      apply(events);
      const values = [events.map(({ position }) => position)];
      await tx.query({ text: 'INSERT INTO copy_v1 SELECT unnest($1::bigint[])', values });
    },
  });
  const copied = async () =>
    (await fixture.pool.query('SELECT position FROM copy_v1 ORDER BY position')).rows.map(({ position }) => position);
  const until = async (condition: () => Promise<boolean>) => {
    while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 10));
  };
  const append = (count: number) =>
    Promise.all(Array.from({ length: count }, () => fixture.log.submit(submission(wallet, add('a', 1)))));

  it('stops at an event that fails, where everybody can see it, and goes on when it no longer does', async () => {
    let broken = true;
    const running = follow(
      copying((events) => {
        if (broken && events.some(({ position }) => position === 4)) throw new TypeError('cannot read 4');
      }),
      host(),
    );
    await append(6);
    await until(async () => typeof (await subscriptionLags(fixture.pool))[0]?.stoppedBy === 'string');
    expect(await subscriptionLags(fixture.pool)).toMatchObject([
      { name: 'copy_v1', position: 3, eventsBehind: 3, stoppedBy: 'event 4: cannot read 4' },
    ]);
    expect(await copied()).toEqual([1, 2, 3]);
    broken = false;
    await until(async () => (await copied()).length === 6);
    await running.stop();
    expect(await subscriptionLags(fixture.pool)).toMatchObject([{ position: 6, eventsBehind: 0, stoppedBy: null }]);
  });

  it('is run by one process at a time, and taken over when that one ends', async () => {
    const seen: string[] = [];
    const one = follow(
      copying(() => seen.push('one')),
      host(),
    );
    await append(1);
    await until(async () => (await copied()).length === 1);
    const two = follow(
      copying(() => seen.push('two')),
      host(fixture.another()),
    );
    await append(20);
    await until(async () => (await copied()).length === 21);
    expect(seen).not.toContain('two');
    await one.stop();
    await append(5);
    await until(async () => (await copied()).length === 26);
    await two.stop();
    expect(seen).toContain('two');
    expect(await copied()).toEqual(Array.from({ length: 26 }, (_, n) => n + 1));
  });
});
