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

/** Of what no rules speak of it is not asked who is assigned or active; it is in scope of nothing. */
export const unmappedScopingStep = (subjectType: string): Step => ({
  name: 'EntrySynchronizationScoping',
  type: 'scoping',
  status: 'skipped',
  description: `There are no rules for the type ${subjectType}, and so it is not in scope`,
  details: {
    IsActive: 'Unknown',
    Assigned: 'Unknown',
    IsEffectivelyEntitledForProvisioning: 'False',
    IsInProvisioningScopeDisplayName: 'False',
    ScopeEvaluationResult: '{}',
  },
});

/** What the rules did with the user; nothing where he is gone and they were not asked. */
export function evaluationSteps(rulesVersion: number, evaluation: Evaluation | null): Step[] {
  if (!evaluation) return [];
  const { problem, sources } = evaluation;
  return [
    {
      name: 'EntrySynchronizationUpdate',
      type: 'processing',
      status: problem ? 'failure' : 'success',
      description: problem?.reason ?? `The attribute mappings of rules version ${rulesVersion} were evaluated`,
      // Each member of the account, with the attribute it was taken from.
      details: { RulesVersion: String(rulesVersion), ...sources },
    },
  ];
}

export const skippedStep = (skipReason: string): Step => ({
  name: 'EntrySynchronizationSkip',
  type: 'export',
  status: 'skipped',
  description: 'Nothing is to be done',
  details: { SkipReason: skipReason },
});
