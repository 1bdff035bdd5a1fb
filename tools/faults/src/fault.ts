import type { ApartWorld } from './apart-world';

export interface Strike {
  readonly world: ApartWorld;
  /** How long to strike. */
  readonly seconds: number;
  readonly say: (line: string) => void;
}

/** Something that goes wrong while people are pushed, and must do no harm. */
export interface Fault {
  /** As the command line names it. */
  readonly name: string;
  readonly what: string;
  /** What the simulator does besides, so that something is always on its way. */
  readonly samanage: object;
  /** A request that was on the wire cannot be fenced, only repaired: an old value may be there for a while. */
  readonly repaired?: true;
  /** Strikes, and mends what it broke; returns how often it struck. */
  strike(strike: Strike): Promise<number>;
}

/** Answers slowly, and now and then fails after having done what was asked. */
export const troubled = { latencyMs: 50, failAfterApply: 0.01, dropAfterApply: 0.01 };
