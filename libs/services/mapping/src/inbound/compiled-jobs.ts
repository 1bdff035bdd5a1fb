import { compileRules, type CompiledRules, readSchema, type SynchronizationSchema } from '@waybill/provisioning-rules';
import type { Job, StoredJob } from '../domain/rules-in-force';

/** Rules are compiled once a version, and kept for as long as it holds. */
export class CompiledJobs {
  private readonly compiled = new Map<string, { version: number; rules: CompiledRules }>();

  /** @throws Error for rules that cannot be read; they were refused before they were applied */
  of({ jobId, servicePrincipalId, name, rulesVersion, rules, cycleId }: StoredJob): Job {
    const known = this.compiled.get(jobId);
    const compiled = known?.version === rulesVersion ? known.rules : compileStored(rules);
    this.compiled.set(jobId, { version: rulesVersion, rules: compiled });
    return { jobId, servicePrincipalId, name, cycleId, rules: { version: rulesVersion, compiled } };
  }
}

/**
 * Compiles rules as they are stored. They were checked when they were applied, and a finding that a newer release has
 * of them is no reason to stop working.
 */
export function compileStored(rules: StoredJob['rules']): CompiledRules {
  const reading = readSchema(rules);
  return compileRules('schema' in reading ? reading.schema : (rules as unknown as SynchronizationSchema));
}
