interface Waiting<Asked, Answer> {
  readonly asked: Asked;
  readonly done: (answer: Answer) => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Does like things together: what is asked for while a set is under way forms the next one, so that a statement and
 * its commit are shared by however many wait for them.
 */
export class InSets<Asked, Answer> {
  private waiting: Waiting<Asked, Answer>[] = [];
  private underWay = false;

  /** @param doAll answers each of a set, in its order; where it throws, each of the set fails with that */
  constructor(private readonly doAll: (set: readonly Asked[]) => Promise<readonly Answer[]>) {}

  /** @throws whatever ended the set it was in */
  ask(asked: Asked): Promise<Answer> {
    return new Promise((done, failed) => {
      this.waiting.push({ asked, done, failed });
      if (!this.underWay) void this.run();
    });
  }

  private async run(): Promise<void> {
    this.underWay = true;
    // Those of the same tick belong together.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.waiting.length > 0) await this.answer(this.waiting.splice(0));
    this.underWay = false;
  }

  private async answer(set: readonly Waiting<Asked, Answer>[]): Promise<void> {
    try {
      const answers = await this.doAll(set.map(({ asked }) => asked));
      set.forEach(({ done }, index) => done(answers[index] as Answer));
    } catch (error) {
      for (const { failed } of set) failed(error);
    }
  }
}
