import { fold } from '@waybill/decider';
import fc from 'fast-check';
import { readStream } from './read-events';
import { type LogFixture, openLog, submission } from './testing/log-fixture';
import { add, open, wallet, type WalletEvent } from './testing/wallet';

const commands = fc.array(
  fc.oneof(
    fc.record({ wallet: fc.constantFrom('a', 'b', 'c'), amount: fc.integer({ min: -2, max: 9 }) }),
    fc.record({ wallet: fc.constantFrom('a', 'b', 'c'), name: fc.constantFrom('Rent', 'RENT', 'Travel', 'Food') }),
  ),
  { minLength: 1, maxLength: 40 },
);

describe('state rows', () => {
  let fixture: LogFixture;
  beforeAll(async () => (fixture = await openLog()));
  afterAll(() => fixture.close());

  it('equal the fold of their events, whatever was decided together, and claims equal the states', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(commands, async (choices) => {
        run += 1;
        const name = (wallet: string) => `${run}-${wallet}`;
        await Promise.all(
          choices.map((choice) =>
            fixture.log.submit(
              submission(
                wallet,
                'name' in choice
                  ? open(name(choice.wallet), `${run} ${choice.name}`)
                  : add(name(choice.wallet), choice.amount),
              ),
            ),
          ),
        );
        for (const each of ['a', 'b', 'c']) await expectRowToBeFold(fixture, `wallet-${name(each)}`);
      }),
      { numRuns: 40 },
    );
  });
});

async function expectRowToBeFold({ pool }: LogFixture, stream: string): Promise<void> {
  const history = (await readStream(pool, stream)) as unknown as WalletEvent[];
  const { rows } = await pool.query('SELECT version, state FROM stream_state WHERE stream = $1', [stream]);
  if (history.length === 0) return expect(rows).toEqual([]);
  const state = fold(wallet, history);
  expect(rows).toEqual([{ version: history.length, state }]);
  const claims = await pool.query('SELECT key FROM claim WHERE stream = $1', [stream]);
  expect(claims.rows.map(({ key }) => key)).toEqual(wallet.claims?.(state));
}
