/** Wakes a loop that sleeps. A ring that comes while nobody sleeps is remembered; one that is missed costs a poll. */
export class Doorbell {
  private rung = false;
  private wake: (() => void) | undefined;

  ring(): void {
    this.rung = true;
    this.wake?.();
  }

  /** Returns at the next ring, after `milliseconds`, or when the signal is aborted. */
  async wait(milliseconds: number, signal: AbortSignal): Promise<void> {
    if (!this.rung && !signal.aborted) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(() => end(), milliseconds);
        const end = () => {
          clearTimeout(timer);
          // A signal outlives many waits; what is left on it would pile up.
          signal.removeEventListener('abort', end);
          resolve();
        };
        this.wake = end;
        signal.addEventListener('abort', end, { once: true });
      });
      this.wake = undefined;
    }
    this.rung = false;
  }
}
