import type { CompiledRules } from '@waybill/provisioning-rules';
import type { DeletionBrake } from './deletion-brake';

/** The rules that an evaluation is made under. */
export interface RulesInForce {
  readonly version: number;
  readonly compiled: CompiledRules;
}

/** A job as evaluations need it. */
export interface Job {
  readonly jobId: string;
  readonly servicePrincipalId: string;
  readonly name: string;
  readonly rules: RulesInForce;
  /** The running incremental cycle, to which what arrives belongs. */
  readonly cycleId: string;
}

/** A job as it is stored; its rules are Graph's schema, not compiled yet. */
export interface StoredJob {
  readonly jobId: string;
  readonly servicePrincipalId: string;
  readonly name: string;
  readonly rulesVersion: number;
  readonly rules: Readonly<Record<string, unknown>>;
  readonly cycleId: string;
  readonly initialCycleId: string | null;
  readonly brake: DeletionBrake;
}
