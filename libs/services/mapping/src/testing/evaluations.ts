import { compileRules, defaultRules, type Evaluation } from '@waybill/provisioning-rules';
import type { EvaluateUser } from '../domain/evaluate-user';

const { evaluate } = compileRules(defaultRules);
const adele = { userName: 'AdeleV@contoso.com', displayName: 'Adele Vance' };

/** What the default rules say of one person in each situation of the decision table. */
export const evaluations = {
  active: evaluate(adele),
  inactive: evaluate({ ...adele, active: false }),
  nameless: evaluate({ ...adele, displayName: null }),
  inactiveNameless: evaluate({ ...adele, active: false, displayName: null }),
  unmatchable: evaluate({ ...adele, userName: null }),
  inactiveUnmatchable: evaluate({ ...adele, active: false, userName: null }),
  deleted: null,
} satisfies Record<string, Evaluation | null>;

export type Situation = keyof typeof evaluations;

export const userId = '01a20d7b-0000-7333-918c-000000000001';
export const cycleId = '01a20d7b-0000-7333-918c-000000000002';

/** The command for a version of the directory user; its change is named after the version. */
export const evaluateUser = (
  directoryVersion: number,
  situation: Situation,
  more: Partial<EvaluateUser> = {},
): EvaluateUser => ({
  type: 'evaluate-user',
  jobId: 'job-1',
  userId,
  changeId: `change-${directoryVersion}`,
  cycleId,
  displayName: 'Adele Vance',
  directoryVersion,
  rulesVersion: 1,
  evaluation: evaluations[situation],
  ...more,
});
