import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { GatheredTokenUses } from './token-uses';

const begin = Date.parse('2026-11-25T12:00:00.000Z');

describe('the uses of tokens', () => {
  const written: Record<string, string>[] = [];
  const warned: unknown[] = [];
  let answer: () => Promise<object>;
  let uses: GatheredTokenUses;

  beforeEach(() => {
    jest.useFakeTimers({ now: begin });
    written.length = warned.length = 0;
    answer = async () => ({ rows: [] });
    const query = async ({ values: [rows = ''] }: { values: string[] }) => {
      const parsed = JSON.parse(rows) as { token_id: string; last_used_at: string }[];
      written.push(Object.fromEntries(parsed.map((row) => [row.token_id, row.last_used_at.slice(17, -1)])));
      return answer();
    };
    const logger = { warn: (line: unknown) => warned.push(line) } as unknown as Logger;
    uses = new GatheredTokenUses({ query } as unknown as Pool, logger);
  });
  afterEach(() => jest.useRealTimers());

  const pass = (milliseconds: number) => jest.advanceTimersByTimeAsync(milliseconds);

  it('are written soon after the first, and then every ten seconds with the last of each', async () => {
    uses.note('b');
    uses.note('a');
    expect(written).toEqual([]);
    await pass(1);
    expect(written).toEqual([{ a: '00.000', b: '00.000' }]);
    for (let second = 0; second < 25; second += 1) {
      uses.note('a');
      await pass(1_000);
    }
    expect(written.slice(1)).toEqual([{ a: '09.001' }, { a: '19.001' }]);
  });

  it('cost nothing while there are none', async () => {
    uses.note('a');
    await pass(60_000);
    expect(written).toHaveLength(1);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('that cannot be written are told to the log, and written with the next', async () => {
    const failure = new Error('the database is away');
    answer = () => Promise.reject(failure);
    uses.note('a');
    await pass(1);
    expect(warned).toEqual([{ part: 'scim-ingress token uses', err: failure }]);
    answer = async () => ({ rows: [] });
    uses.note('b');
    await pass(10_000);
    expect(written.slice(1)).toEqual([{ a: '00.000', b: '00.001' }]);
  });

  it('are written one after another, however long it takes', async () => {
    let done: (() => void) | undefined;
    answer = () => new Promise((resolve) => (done = () => resolve({ rows: [] })));
    uses.note('a');
    await pass(15_000);
    uses.note('a');
    await pass(15_000);
    expect(written).toHaveLength(1);
    done?.();
    await pass(1);
    expect(written.slice(1)).toEqual([{ a: '15.000' }]);
  });

  it('are written when the service ends, and no more after it', async () => {
    uses.note('a');
    await pass(1);
    uses.note('a');
    await uses.onModuleDestroy();
    expect(written.slice(1)).toEqual([{ a: '00.001' }]);
    uses.note('a');
    await pass(60_000);
    expect(written).toHaveLength(2);
    expect(jest.getTimerCount()).toBe(0);
  });
});
