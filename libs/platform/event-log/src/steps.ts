/**
 * The places at which a crash must do no harm. Each step of handle, subscription and worker announces itself here;
 * outside of crash tests nobody listens, and announcing costs one comparison.
 */
export type Step =
  | 'handle.read'
  | 'handle.decided'
  | 'handle.written'
  | 'handle.committed'
  | 'subscription.read'
  | 'subscription.applied'
  | 'subscription.committed'
  | 'work.claimed'
  | 'work.sending'
  | 'work.calling'
  | 'work.answered'
  | 'work.recorded'
  | 'group.answered'
  | 'group.recorded'
  | 'members.answered'
  | 'members.recorded';

let listener: ((step: Step) => void) | undefined;

/** Announces that a step was reached. */
export function reach(step: Step): void {
  listener?.(step);
}

/** Lets a crash test stop the process at a step. */
export function onStep(listen: ((step: Step) => void) | undefined): void {
  listener = listen;
}
