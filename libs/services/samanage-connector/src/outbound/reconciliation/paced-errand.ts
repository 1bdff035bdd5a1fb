import { SamanageFailure } from '../api/samanage-failure';
import { BudgetClosed } from '../budget/rate-budget';

const lookEveryMilliseconds = 2_000;
const mostDoublings = 10;

export interface PacedErrandParts {
  /** Finds out what is due, and does it. */
  readonly run: () => Promise<void>;
  /** Hears what is neither Samanage's failure nor the end of the session. */
  readonly onError: (error: unknown) => void;
}

/** Something that is done now and then beside the work: once at a time, and the more seldom the more often it failed. */
export class PacedErrand {
  private lookedAt = 0;
  private failures = 0;
  private isRunning = false;

  constructor(private readonly parts: PacedErrandParts) {}

  /** Begins it where it is time to; it is tried again later if it fails. */
  runDue(): void {
    const pause = lookEveryMilliseconds * 2 ** Math.min(this.failures, mostDoublings);
    if (this.isRunning || Date.now() - this.lookedAt < pause) return;
    this.isRunning = true;
    this.lookedAt = Date.now();
    void this.parts
      .run()
      .then(() => {
        this.failures = 0;
      })
      .catch((error: unknown) => {
        this.failures += 1;
        if (!(error instanceof BudgetClosed) && !(error instanceof SamanageFailure)) this.parts.onError(error);
      })
      .finally(() => {
        this.isRunning = false;
      });
  }
}
