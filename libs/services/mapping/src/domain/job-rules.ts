import type { Rules } from '@waybill/contracts';

/** A job as evaluations need it. */
export interface Job {
  readonly jobId: string;
  readonly servicePrincipalId: string;
  readonly name: string;
  readonly rulesVersion: number;
  readonly rules: Rules;
  readonly cycleId: string;
}
