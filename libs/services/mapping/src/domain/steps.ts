import type { Step } from '@waybill/contracts';
import type { Evaluation } from '@waybill/provisioning-rules';

/** The steps of an evaluation, in the words of the provisioning log (entra-provisioning.md §6.3). */

/**
 * With scope *all* everybody who was pushed and is active is assigned. Unassigned, disabled and soft-deleted all
 * arrive as inactive, so that of an inactive person the assignment is not known.
 */
export function scopingStep(active: boolean): Step {
  const word = active ? 'True' : 'False';
  return {
    name: 'EntrySynchronizationScoping',
    type: 'scoping',
    status: active ? 'success' : 'skipped',
    description: active ? 'The user is in scope for provisioning' : 'The user is not active, and so not in scope',
    details: {
      IsActive: word,
      Assigned: active ? 'True' : 'Unknown',
      IsEffectivelyEntitledForProvisioning: word,
      IsInProvisioningScopeDisplayName: 'True',
      ScopeEvaluationResult: '{}',
    },
  };
}

/** Names the rules, and for each member of the account the attribute it was taken from. */
export const evaluatedStep = ({ rulesVersion, evaluation }: Evaluated): Step => ({
  name: 'EntrySynchronizationUpdate',
  type: 'processing',
  status: evaluation?.problem ? 'failure' : 'success',
  description: evaluation?.problem?.reason ?? `The attribute mappings of rules version ${rulesVersion} were evaluated`,
  details: { RulesVersion: String(rulesVersion), ...evaluation?.sources },
});

interface Evaluated {
  readonly rulesVersion: number;
  readonly evaluation: Evaluation | null;
}

export const skippedStep = (skipReason: string): Step => ({
  name: 'EntrySynchronizationSkip',
  type: 'export',
  status: 'skipped',
  description: 'Nothing is to be done',
  details: { SkipReason: skipReason },
});
