import { setTimeout as sleep } from 'node:timers/promises';

/** Spreads requests evenly: so many a second, 0 for as many as there are. */
export class Pace {
  private next = 0;

  constructor(private readonly perSecond: number) {}

  async turn(): Promise<void> {
    if (this.perSecond === 0) return;
    const at = Math.max(Date.now(), this.next);
    this.next = at + 1_000 / this.perSecond;
    if (at > Date.now()) await sleep(at - Date.now());
  }
}
