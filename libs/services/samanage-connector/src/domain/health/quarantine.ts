import type { QuarantineCode } from '@waybill/contracts';

/** When a job as a whole is unhealthy, and how often it is looked at again; times in milliseconds. */
export interface QuarantinePolicy {
  /** So long may Samanage not answer before its job is quarantined. */
  readonly outage: number;
  /** After the first, second, … failed probe of an outage; the last holds on. */
  readonly outageProbes: readonly number[];
  /** The same where too many subjects fail. */
  readonly proportionProbes: readonly number[];
  /** So many failing subjects are too many whatever succeeds, and with the references that are missing. */
  readonly mostFailures: number;
  readonly mostWithReferences: number;
  /** From so many on, this share of all is too much. */
  readonly failuresBeforeShare: number;
  readonly share: number;
}

const minute = 60_000;
const hour = 60 * minute;

/** The numbers of entra-provisioning.md §7.4; a quarantine has no end but recovery. */
export const defaultQuarantinePolicy: QuarantinePolicy = {
  outage: 15 * minute,
  outageProbes: [minute, 5 * minute, 15 * minute, 60 * minute],
  proportionProbes: [6 * hour, 12 * hour, 24 * hour],
  mostFailures: 40_000,
  mostWithReferences: 60_000,
  failuresBeforeShare: 5_000,
  share: 0.4,
};

/** Subjects by what stands in their way. */
export interface FailureCounts {
  readonly nonReference: number;
  readonly reference: number;
  readonly succeeded: number;
}

/** Which limit the failing subjects of a job exceed, if any (entra-provisioning.md §7.4). */
export function quarantineByProportion(
  { nonReference, reference, succeeded }: FailureCounts,
  policy: QuarantinePolicy,
): QuarantineCode | undefined {
  if (nonReference + reference > policy.mostWithReferences) return 'EncounteredTotalEscrowThreshold';
  if (nonReference > policy.mostFailures) return 'EncounteredBaseEscrowThreshold';
  const share = nonReference / (nonReference + succeeded);
  const isShareTooMuch = nonReference >= policy.failuresBeforeShare && share > policy.share;
  return isShareTooMuch ? 'EncounteredEscrowProportionThreshold' : undefined;
}

/** Whether Samanage has not answered for too long, in milliseconds. */
export const quarantineByOutage = (openFor: number, { outage }: QuarantinePolicy): boolean => openFor >= outage;

/** How long to wait for the next probe after so many that failed, in milliseconds. */
export function nextProbe(code: QuarantineCode, failedProbes: number, policy: QuarantinePolicy): number {
  const waits = code === 'EncounteredQuarantineException' ? policy.outageProbes : policy.proportionProbes;
  return waits[Math.min(failedProbes, waits.length - 1)] ?? minute;
}
