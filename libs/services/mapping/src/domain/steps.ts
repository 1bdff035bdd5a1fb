import type { Step } from '@waybill/contracts';
import type { Evaluation, ScopeVerdict } from '@waybill/provisioning-rules';

/** The steps of an evaluation, in the words of the provisioning log (entra-provisioning.md §6.3). */

const word = (flag: boolean): string => (flag ? 'True' : 'False');

/**
 * Says who is in scope and why. Unassigned, disabled and soft-deleted all arrive as inactive, so that of an inactive
 * person the assignment is not known.
 *
 * @param verdict null for one who was deleted, of whom no rules were asked
 */
export function scopingStep(verdict: ScopeVerdict | null): Step {
  const { active, hasRole, inFilter, entitled, clauses } = verdict ?? deleted;
  return {
    name: 'EntrySynchronizationScoping',
    type: 'scoping',
    status: entitled ? 'success' : 'skipped',
    description: descriptionOf(verdict ?? deleted),
    details: {
      IsActive: word(active),
      Assigned: active ? word(hasRole !== false) : 'Unknown',
      ...(hasRole !== null && { HasRequiredRole: word(hasRole) }),
      IsEffectivelyEntitledForProvisioning: word(entitled),
      IsInProvisioningScopeDisplayName: word(inFilter),
      ScopeEvaluationResult: JSON.stringify(
        Object.fromEntries(
          clauses.map(({ group, attribute, operator, values, verdict: said }) => [
            [group, attribute, operator, ...values].join(' '),
            said,
          ]),
        ),
      ),
    },
  };
}

const deleted: ScopeVerdict = {
  active: false,
  hasRole: null,
  inFilter: true,
  heldBack: false,
  entitled: false,
  clauses: [],
};

function descriptionOf({ active, hasRole, inFilter, entitled }: ScopeVerdict): string {
  if (entitled) return 'The user is in scope for provisioning';
  if (!active) return 'The user is not active, and so not in scope';
  if (hasRole === false) return 'The user has no role but Default Access, and so is not effectively entitled';
  return inFilter ? 'The user is not in scope' : 'The user passes no scoping filter, and so is not in scope';
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

/** What the rules did with the subject; nothing where it is gone and they were not asked. */
export function evaluationSteps(rulesVersion: number, evaluation: Evaluation | null): Step[] {
  if (!evaluation) return [];
  const { problem } = evaluation;
  return [
    {
      name: 'EntrySynchronizationUpdate',
      type: 'processing',
      status: problem ? 'failure' : 'success',
      description: problem?.reason ?? `The attribute mappings of rules version ${rulesVersion} were evaluated`,
      details: { RulesVersion: String(rulesVersion) },
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

/** Says whether a group is in scope, or that no rules speak of groups. */
export function groupScopingStep(mapped: boolean, verdict: ScopeVerdict | null): Step {
  if (!mapped) return unmappedScopingStep('Group');
  const { entitled, inFilter } = verdict ?? deleted;
  const step = scopingStep(verdict);
  const description = entitled
    ? 'The group is in scope for provisioning'
    : `The group ${inFilter ? 'is not' : 'passes no scoping filter, and so is not'} in scope`;
  return { ...step, description };
}
