import type { Step } from '@waybill/contracts';

/** The steps of an evaluation, in the words of the provisioning log (entra-provisioning.md §6.3). */

/** With scope *all* everybody who was pushed is assigned; whoever is not active is not entitled. */
export function scopingStep(active: boolean): Step {
  const word = active ? 'True' : 'False';
  return {
    name: 'EntrySynchronizationScoping',
    type: 'scoping',
    status: active ? 'success' : 'skipped',
    description: active ? 'The user is in scope for provisioning' : 'The user is not active, and so not in scope',
    details: {
      IsActive: word,
      Assigned: 'True',
      IsEffectivelyEntitledForProvisioning: word,
      IsInProvisioningScopeDisplayName: 'True',
      ScopeEvaluationResult: '{}',
    },
  };
}

export const evaluatedStep = (rulesVersion: number): Step => ({
  name: 'EntrySynchronizationUpdate',
  type: 'processing',
  status: 'success',
  description: `The attribute mappings of rules version ${rulesVersion} were evaluated`,
  details: { RulesVersion: String(rulesVersion) },
});

export const skippedStep = (skipReason: string): Step => ({
  name: 'EntrySynchronizationSkip',
  type: 'export',
  status: 'skipped',
  description: 'Nothing is to be done',
  details: { SkipReason: skipReason },
});
