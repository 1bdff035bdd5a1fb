import fc from 'fast-check';
import type { Admission } from './admission';
import { RateBudget } from './rate-budget';
import { minute, ModelAccount, type ModelAccountOptions } from './testing/model-account';
import { VirtualClock } from './testing/virtual-clock';

const accounts: fc.Arbitrary<ModelAccountOptions> = fc.record({
  limit: fc.integer({ min: 3, max: 60 }),
  window: fc.constantFrom('first-call', 'clock', 'sliding'),
  headers: fc.constantFrom('seconds', 'date', 'reset', 'limit', 'bare', 'always-a-minute'),
});
const fates = fc.constantFrom('answer', 'answer', 'answer', 'outage', 'no-answer', 'not-made', 'leaves');
const calls = fc.array(
  fc.record({ at: fc.nat(20_000), urgent: fc.boolean(), latency: fc.integer({ min: 1, max: 900 }), fate: fates }),
  { minLength: 1, maxLength: 80 },
);
type Call = typeof calls extends fc.Arbitrary<(infer One)[]> ? One : never;

/** A client with calls of all fates; counts what may never happen. */
class Client {
  readonly clock = new VirtualClock(1_790_000_000_000);
  readonly faults = { atOnce: 0, tooEarly: 0, overtaken: 0 };
  ended = 0;
  private readonly budget: RateBudget;
  private readonly account: ModelAccount;
  private underWay = 0;
  private urgentWaiting = 0;
  private closedUntil = 0;

  constructor(
    account: ModelAccountOptions,
    private readonly concurrency: number,
  ) {
    this.account = new ModelAccount(account);
    this.budget = new RateBudget({ concurrency, now: this.clock.now, wait: this.clock.wait });
  }

  async make(call: Call): Promise<void> {
    await this.clock.wait(call.at);
    const leaving = new AbortController();
    if (call.fate === 'leaves') void this.clock.wait(call.latency).then(() => leaving.abort());
    if (call.urgent) this.urgentWaiting += 1;
    const admission = await this.budget.admit(call.urgent, leaving.signal).catch(() => undefined);
    if (call.urgent) this.urgentWaiting -= 1;
    if (admission) await this.carryOut(call, admission);
    this.ended += 1;
  }

  private async carryOut(call: Call, admission: Admission) {
    this.underWay += 1;
    this.lookForFaults(call);
    const answer = call.fate === 'outage' ? { status: 503, headers: {} } : this.account.call(this.clock.now());
    await this.clock.wait(call.latency);
    this.underWay -= 1;
    if (call.fate === 'no-answer') return admission.failed();
    if (call.fate === 'not-made') return admission.notMade();
    if ('askedUntil' in answer) this.closedUntil = Math.max(this.closedUntil, answer.askedUntil ?? 0);
    admission.answered(answer);
  }

  private lookForFaults({ urgent }: Call) {
    if (this.underWay > this.concurrency) this.faults.atOnce += 1;
    if (this.clock.now() < this.closedUntil) this.faults.tooEarly += 1;
    if (!urgent && this.urgentWaiting > 0) this.faults.overtaken += 1;
  }
}

describe('a rate budget', () => {
  it('lets every call in at last, never too many, never too early, and no other before an urgent one', async () => {
    await fc.assert(
      fc.asyncProperty(accounts, fc.integer({ min: 1, max: 8 }), calls, async (account, concurrency, wanted) => {
        const client = new Client(account, concurrency);
        for (const call of wanted) void client.make(call);
        for (let passed = 0; passed < 120 && client.ended < wanted.length; passed += 1) {
          await client.clock.runUntil(client.clock.now() + minute);
        }
        expect(client.ended).toBe(wanted.length);
        expect(client.faults).toEqual({ atOnce: 0, tooEarly: 0, overtaken: 0 });
      }),
      { numRuns: 200 },
    );
  }, 60_000);
});
