import type { RowChange } from '@waybill/decider';
import { compileRules, defaultSchema, type SynchronizationSchema } from '@waybill/provisioning-rules';
import { type DeletionBrake, defaultBrake } from '../domain/deletion-brake';
import type { EvaluateAgain, TakeInUser } from '../domain/evaluate-user';
import { type JobFacts, jobRows, rowOfJobFacts } from '../domain/job-facts';

const adele = { userName: 'AdeleV@contoso.com', displayName: 'Adele Vance' };

/** One person in each situation of the decision table, as the directory tells him; null where he was deleted. */
export const resources = {
  active: adele,
  inactive: { ...adele, active: false },
  nameless: { userName: 'AdeleV@contoso.com' },
  inactiveNameless: { userName: 'AdeleV@contoso.com', active: false },
  unmatchable: { displayName: 'Adele Vance' },
  inactiveUnmatchable: { displayName: 'Adele Vance', active: false },
  deleted: null,
} satisfies Record<string, object | null>;

export type Situation = keyof typeof resources;

export const jobId = 'job-1';
export const userId = '01a20d7b-0000-7333-918c-000000000001';
export const cycleId = '01a20d7b-0000-7333-918c-000000000002';
export const now = '2026-01-31T12:00:00.000Z';

/** The default rules, with some settings of the job. */
export function rulesWith(settings: Readonly<Record<string, string>>, version = 1) {
  const [rule] = defaultSchema.synchronizationRules;
  const metadata = Object.entries(settings).map(([key, value]) => ({ key, value }));
  const schema = { ...defaultSchema, synchronizationRules: [{ ...rule, metadata }] } as SynchronizationSchema;
  return { version, compiled: compileRules(schema) };
}

export const defaultRules = { version: 1, compiled: compileRules(defaultSchema) };

/** What holds of the job, as a decision sees it. */
export function factsOf(facts: Partial<JobFacts> = {}): RowChange[] {
  const { key, row } = rowOfJobFacts({
    rulesVersion: 1,
    brake: defaultBrake,
    allowedAt: null,
    wanted: 0,
    counted: 0,
    ...facts,
  });
  return [{ collection: jobRows, owner: jobId, key, row }];
}

export const brakeOf = (brake: Partial<DeletionBrake>): RowChange[] =>
  factsOf({ brake: { ...defaultBrake, ...brake } });

/** The command for a version of the directory user; its change is named after the version. */
export const takeInUser = (
  directoryVersion: number,
  situation: Situation,
  more: Partial<TakeInUser> = {},
): TakeInUser => ({
  type: 'take-in-user',
  jobId,
  userId,
  changeId: `change-${directoryVersion}`,
  cycleId,
  displayName: 'Adele Vance',
  directoryVersion,
  resource: resources[situation],
  rules: defaultRules,
  now,
  ...more,
});

/** The command that evaluates the user again, as a cycle does. */
export const evaluateAgain = (changeId: string, more: Partial<EvaluateAgain> = {}): EvaluateAgain => ({
  type: 'evaluate-again',
  jobId,
  userId,
  changeId,
  cycleId: '01a20d7b-0000-7333-918c-000000000009',
  cause: 'cycle',
  rules: defaultRules,
  now,
  ...more,
});
