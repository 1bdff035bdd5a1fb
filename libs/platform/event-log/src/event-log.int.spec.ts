import { fold } from '@waybill/decider';
import { randomUUID } from 'node:crypto';
import type { Submission } from './handle/submission';
import { readStream } from './read-events';
import { kinds, type LogFixture, messageFrom, openLog, submission } from './testing/log-fixture';
import { add, open, wallet, type WalletCommand, type WalletEvent } from './testing/wallet';

describe('the log', () => {
  let fixture: LogFixture;
  beforeEach(async () => (fixture = await openLog()));
  afterEach(() => fixture.close());

  const submit = (command: WalletCommand, more: Partial<Submission> = {}) =>
    fixture.log.submit(submission(wallet, command, more));

  it('gives gapless positions over the log, each job and each stream', async () => {
    await Promise.all(Array.from({ length: 300 }, (_, n) => submit(add(`${n % 7}`, 1, `job-${n % 3}`))));
    const events = await fixture.log.read(0, 1_000);
    expect(events.map(({ position }) => position)).toEqual(Array.from({ length: 300 }, (_, n) => n + 1));
    for (const job of ['job-0', 'job-1', 'job-2']) {
      const positions = events.filter((event) => event.job === job).map(({ jobPosition }) => jobPosition);
      expect(positions).toEqual(Array.from({ length: 100 }, (_, n) => n + 1));
    }
  });

  it('keeps a state row that equals the fold of its events', async () => {
    await Promise.all(Array.from({ length: 50 }, (_, n) => submit(add('a', n))));
    const history = (await readStream(fixture.pool, 'wallet-a')) as unknown as WalletEvent[];
    const { rows } = await fixture.pool.query('SELECT version, state FROM stream_state');
    expect(rows).toEqual([{ version: 50, state: fold(wallet, history) }]);
  });

  it('refuses one command of a batch and none of its neighbours', async () => {
    const results = await Promise.all([
      submit(open('a', 'Savings')),
      submit(open('b', 'SAVINGS')),
      submit(open('c', 'Travel')),
      submit(add('a', -1)),
      submit(add('a', 5)),
    ]);
    expect(kinds(results)).toEqual(['handled', 'refused', 'handled', 'refused', 'handled']);
    expect(results[1]).toMatchObject({ error: { kind: 'already-exists' } });
    expect((await fixture.log.read(0, 10)).map(({ stream }) => stream)).toEqual(['wallet-a', 'wallet-c', 'wallet-a']);
  });

  it('lets a claim go with the state that held it', async () => {
    await submit(open('a', 'Savings'));
    expect((await submit(open('b', 'savings'))).kind).toBe('refused');
    await submit(open('a', 'Rent'));
    expect((await submit(open('b', 'savings'))).kind).toBe('handled');
  });

  it('gives a key that is asked for twice in a batch to the first, and back when he is refused', async () => {
    const both = submission(wallet, open('a', 'Savings'));
    const first = { ...both, instructions: [...both.instructions, ...submission(wallet, add('a', -1)).instructions] };
    const results = await Promise.all([
      fixture.log.submit(first),
      submit(open('b', 'savings')),
      submit(open('c', 'Savings')),
    ]);
    expect(kinds(results)).toEqual(['refused', 'handled', 'refused']);
  });

  it('does not lock: a refusal of the database fails its own command alone', async () => {
    const broken = submission(wallet, { ...add('x', 1), wallet: 'x\u0000' });
    const results = await Promise.allSettled([submit(add('a', 1)), fixture.log.submit(broken), submit(add('b', 1))]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  describe('the inbox', () => {
    const ids = [randomUUID(), randomUUID(), randomUUID(), randomUUID()] as const;
    const from = (version: number, id = ids[version]) => ({ origin: messageFrom('user-1', version, id ?? ids[0]) });

    it('takes each message of a stream once, in turn', async () => {
      const once = await submit(add('a', 1), from(1));
      const again = await submit(add('a', 1), from(1));
      const next = await submit(add('a', 1), from(2));
      expect(kinds([once, again, next])).toEqual(['handled', 'suppressed', 'handled']);
      expect(await fixture.log.read(0, 10)).toHaveLength(2);
    });

    it('keeps streams of different services apart, whatever they are called', async () => {
      const { origin } = from(1);
      const elsewhere = {
        origin: { ...origin, source: 'elsewhere', message: { ...origin.message, id: randomUUID() } },
      };
      const results = [await submit(add('a', 1), from(1)), await submit(add('a', 1), elsewhere)];
      expect(kinds(results)).toEqual(['handled', 'handled']);
    });

    it('holds a message that came before its turn, and one that is not what it was', async () => {
      await submit(add('a', 1), from(1));
      expect(await submit(add('a', 1), from(3))).toMatchObject({ kind: 'held', follows: true });
      expect(await submit(add('a', 1), from(1, ids[3]))).toMatchObject({ kind: 'held' });
      const { rows } = await fixture.pool.query('SELECT version, reason FROM held_message ORDER BY version');
      expect(rows.map(({ version }) => version)).toEqual([1, 3]);
    });

    it('holds a message whose command is refused, with its reason, and remembers how far it has come', async () => {
      expect(await submit(add('a', -1), from(1))).toMatchObject({ kind: 'held', follows: false });
      await submit(add('b', 1), { origin: messageFrom('user-2', 1, randomUUID(), 7) });
      const { rows } = await fixture.pool.query('SELECT position, awaited, taken::text FROM confirmed_position');
      expect(rows).toEqual([{ position: 7, awaited: 2, taken: '{[1,2),[7,8)}' }]);
    });
  });
});
