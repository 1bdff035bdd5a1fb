interface Timer {
  readonly due: number;
  readonly ring: () => void;
}

/** Time that passes only when everybody waits, so that minutes take milliseconds. */
export class VirtualClock {
  private timers: Timer[] = [];

  constructor(private time: number) {}

  readonly now = (): number => this.time;

  readonly wait = (milliseconds: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      const stop = () => {
        this.timers = this.timers.filter((each) => each !== timer);
        reject(new Error('The waiting was ended.'));
      };
      const ring = () => {
        signal?.removeEventListener('abort', stop);
        resolve();
      };
      const timer = { due: this.time + milliseconds, ring };
      signal?.addEventListener('abort', stop, { once: true });
      this.add(timer);
    });

  /** Lets time pass until then, with all that happens meanwhile. */
  async runUntil(end: number): Promise<void> {
    await settled();
    for (let next = this.timers[0]; next && next.due <= end; next = this.timers[0]) {
      this.timers.shift();
      this.time = Math.max(this.time, next.due);
      next.ring();
      await settled();
    }
    this.time = end;
  }

  private add(timer: Timer): void {
    const after = this.timers.findLastIndex(({ due }) => due <= timer.due);
    this.timers.splice(after + 1, 0, timer);
  }
}

/** All promises that can go on without time have gone on. */
const settled = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
