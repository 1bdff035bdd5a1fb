import type { JobCreated, JobCycleOpened, JobRulesApplied, JobStarted, Rules } from '@waybill/contracts';
import { type Command, type Decider, DomainError } from '@waybill/decider';
import { findingsOf } from '@waybill/provisioning-rules';

export type JobEvent = JobCreated | JobRulesApplied | JobStarted | JobCycleOpened;

export interface JobCommand extends Command {
  readonly type: 'create-job';
  readonly servicePrincipalId: string;
  readonly name: string;
  readonly rules: Rules;
  /** The id of the first cycle. */
  readonly cycleId: string;
}

export interface JobState {
  readonly servicePrincipalId: string | null;
  readonly rulesVersion: number;
  readonly cycleId: string | null;
}

/** One enterprise application connected to one Samanage account. */
export const job: Decider<JobCommand, JobState, JobEvent> = {
  name: 'job',
  stream: ({ jobId }) => `job-${jobId}`,
  initialState: () => ({ servicePrincipalId: null, rulesVersion: 0, cycleId: null }),
  evolve: (state, { type, data }) => {
    switch (type) {
      case 'job.created':
        return { ...state, servicePrincipalId: data.servicePrincipalId };
      case 'job.rules-applied':
        return { ...state, rulesVersion: data.rulesVersion };
      case 'job.cycle-opened':
        return { ...state, cycleId: data.cycleId };
      case 'job.started':
        return state;
    }
  },
  decide: ({ jobId, servicePrincipalId, name, rules, cycleId }, state): JobEvent[] => {
    if (state.servicePrincipalId === servicePrincipalId) return [];
    if (state.servicePrincipalId !== null) {
      throw new DomainError(
        'already-exists',
        'mapping.job-exists',
        `job ${jobId} belongs to another service principal`,
      );
    }
    const findings = findingsOf(rules);
    if (findings.length > 0) throw new DomainError('invalid', 'mapping.rules-invalid', findings.join('; '));
    return [
      { type: 'job.created', data: { servicePrincipalId, name } },
      { type: 'job.rules-applied', data: { rulesVersion: 1, rules } },
      { type: 'job.started', data: {} },
      { type: 'job.cycle-opened', data: { cycleId, kind: 'incremental' } },
    ];
  },
  claims: ({ servicePrincipalId }) => (servicePrincipalId === null ? [] : [`service-principal:${servicePrincipalId}`]),
};
