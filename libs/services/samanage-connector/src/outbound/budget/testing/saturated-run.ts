import { RateBudget, type RateBudgetState } from '../rate-budget';
import { minute, ModelAccount, type ModelAccountOptions } from './model-account';
import { VirtualClock } from './virtual-clock';

export interface Run extends ModelAccountOptions {
  readonly concurrency: number;
  readonly minutes: number;
  readonly seed: number;
  readonly initial?: RateBudgetState;
  /** Another client that makes so many calls a minute, from one minute to another. */
  readonly other?: { readonly perMinute: number; readonly from: number; readonly to: number };
}

/** What a run came to, the first minute apart. */
export interface Outcome {
  readonly taken: number;
  readonly refused: number;
  readonly takenFromOther: number;
  /** In milliseconds, the shortest first. */
  readonly urgentWaits: readonly number[];
  /** Calls begun between a refusal and the end of the time it asked for. */
  readonly tooEarly: number;
  readonly mostAtOnce: number;
  readonly state: RateBudgetState;
}

const urgentCalls = 50;

/** Saturates a budget with calls that are not urgent, drops urgent ones in the middle, and counts. */
export function saturate(run: Run): Promise<Outcome> {
  return new SaturatedRun(run).outcome();
}

class SaturatedRun {
  private readonly start: number;
  private readonly clock: VirtualClock;
  private readonly account: ModelAccount;
  private readonly chance: () => number;
  private readonly budget: RateBudget;
  private readonly urgentWaits: number[] = [];
  private readonly counted = { taken: 0, refused: 0, takenFromOther: 0, tooEarly: 0, mostAtOnce: 0 };
  private atOnce = 0;
  private closedUntil = 0;

  constructor(private readonly options: Run) {
    // By the clock, each seed begins at another moment of a minute.
    this.start = 1_790_000_000_000 + (options.seed % 60) * 1_000;
    this.clock = new VirtualClock(this.start);
    this.account = new ModelAccount(options);
    this.chance = chanceFrom(options.seed);
    this.budget = new RateBudget({ ...options, now: this.clock.now, wait: this.clock.wait });
  }

  async outcome(): Promise<Outcome> {
    const { minutes, concurrency } = this.options;
    for (let worker = 0; worker < 2 * concurrency; worker += 1) void this.work();
    void this.otherClient();
    await this.clock.runUntil(this.start + (minutes / 2) * minute);
    for (let call = 0; call < urgentCalls; call += 1) void this.urgent();
    await this.clock.runUntil(this.start + minutes * minute);
    const state = this.budget.state();
    this.budget.close();
    return { ...this.counted, state, urgentWaits: this.urgentWaits.toSorted((one, other) => one - other) };
  }

  private async urgent(): Promise<void> {
    const asked = this.clock.now();
    await this.call(true);
    this.urgentWaits.push(this.clock.now() - asked);
  }

  private async work(): Promise<void> {
    try {
      for (;;) await this.call(false);
    } catch {
      // The budget was closed: the run is over.
    }
  }

  private async call(urgent: boolean): Promise<void> {
    const admission = await this.budget.admit(urgent);
    if (this.clock.now() < this.closedUntil) this.counted.tooEarly += 1;
    this.atOnce += 1;
    this.counted.mostAtOnce = Math.max(this.counted.mostAtOnce, this.atOnce);
    const latency = 30 + this.chance() * 270;
    const there = latency * this.chance();
    await this.clock.wait(there);
    const answer = this.account.call(this.clock.now());
    this.count(answer.status === 429 ? 'refused' : 'taken');
    await this.clock.wait(latency - there);
    this.closedUntil = Math.max(this.closedUntil, answer.askedUntil ?? 0);
    this.atOnce -= 1;
    admission.answered(answer);
  }

  private count(what: 'taken' | 'refused' | 'takenFromOther'): void {
    if (this.clock.now() >= this.start + minute) this.counted[what] += 1;
  }

  private async otherClient(): Promise<void> {
    const { other } = this.options;
    if (!other) return;
    await this.clock.wait(other.from * minute);
    for (let call = 0; call < other.perMinute * (other.to - other.from); call += 1) {
      if (this.account.call(this.clock.now()).status !== 429) this.count('takenFromOther');
      await this.clock.wait(minute / other.perMinute);
    }
  }
}

/** Chance that can be repeated (a linear congruential generator). */
function chanceFrom(seed: number): () => number {
  let state = (seed * 2_654_435_761 + 1) >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
