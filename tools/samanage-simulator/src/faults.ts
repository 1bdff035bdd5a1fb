import type { Switches } from './switches';

/** The switches that are a share or a number of calls. */
export type FaultName =
  | 'failBeforeApply'
  | 'failAfterApply'
  | 'timeoutBeforeApply'
  | 'dropAfterApply'
  | 'applyLate'
  | 'readFault'
  | 'renameDuringCrawl';

/** Decides for each call whether a fault strikes; shares follow a seed, so that a run can be repeated. */
export class Faults {
  private state = 20_171_011;

  /** Where the switch is a number of calls, it is one less afterwards. */
  strikes(switches: Switches, name: FaultName): boolean {
    const setting = switches[name];
    if (setting === 0) return false;
    if (setting < 1) return this.random() < setting;
    switches[name] = setting - 1;
    return true;
  }

  /** Mulberry32, from 0 to below 1: short, and good enough to spread faults. */
  random(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }
}
