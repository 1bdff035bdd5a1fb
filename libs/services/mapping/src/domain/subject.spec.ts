import type { AccountDesired } from '@waybill/contracts';
import { given } from '@waybill/decider';
import { cycleId, defaultRules, factsOf, type Situation, takeInUser } from '../testing/evaluations';
import { subject, type SubjectCommand } from './subject';
import type { SubjectEvent } from './subject-state';

const about = (...history: SubjectEvent[]) => given(subject, ...history).withRows(factsOf());

const account = (email: string | null) =>
  email && expect.objectContaining({ values: expect.objectContaining({ email, name: 'Adele Vance' }) as object });
const email = 'AdeleV@contoso.com';

/** What an event says, without what it carries of its command. */
const gist = ({ type, data }: SubjectEvent): unknown[] => [type.replace('mapping.', ''), ...gistOf(data)];

function gistOf(data: SubjectEvent['data']): unknown[] {
  if ('presence' in data) return [data.presence, emailIn(data)];
  if ('skipReason' in data) return [data.skipReason];
  if ('code' in data) return [data.code];
  if ('supersededBy' in data) return [data.changeId, data.supersededBy];
  return 'link' in data ? [data.link?.samanageId ?? null] : [];
}

const emailIn = ({ account }: AccountDesired['data']) => account?.values['email'] ?? null;

/** What is decided; that the state was taken in goes before each of them. */
const gists = (events: readonly SubjectEvent[]): unknown[][] =>
  events.filter(({ type }) => type !== 'mapping.user-taken-in').map(gist);

/** The decision table (entra-provisioning.md §2.4): what came before, what comes now, and what follows. */
const decisions: readonly [before: Situation[], now: Situation, ...events: unknown[][]][] = [
  [[], 'active', ['account-desired', 'enabled', email]],
  [[], 'inactive', ['subject-skipped', 'NotEffectivelyEntitled']],
  [[], 'unmatchable', ['subject-skipped', 'ImportSkipped']],
  [[], 'inactiveUnmatchable', ['subject-skipped', 'ImportSkipped']],
  [[], 'nameless', ['change-parked', 'MandatoryFieldsMissing']],
  [[], 'inactiveNameless', ['subject-skipped', 'NotEffectivelyEntitled']],
  [[], 'deleted', ['subject-skipped', 'NotEffectivelyEntitled']],
  [['inactive'], 'active', ['account-desired', 'enabled', email]],
  [['inactive'], 'deleted', ['subject-skipped', 'NotEffectivelyEntitled']],
  [['active'], 'active', ['account-desired', 'enabled', email]],
  [['active'], 'inactive', ['account-desired', 'disabled', email]],
  [['active'], 'inactiveNameless', ['account-desired', 'disabled', email]],
  [['active'], 'inactiveUnmatchable', ['account-desired', 'disabled', email]],
  [['active'], 'nameless', ['change-parked', 'MandatoryFieldsMissing']],
  [['active'], 'unmatchable', ['change-parked', 'MissingValues']],
  [['active'], 'deleted', ['account-desired', 'absent', null]],
  [['active', 'inactive'], 'active', ['account-desired', 'enabled', email]],
  [['active', 'inactive'], 'deleted', ['account-desired', 'absent', null]],
  [['nameless'], 'active', ['change-superseded', 'change-1', 'change-2'], ['account-desired', 'enabled', email]],
  [
    ['nameless'],
    'inactive',
    ['change-superseded', 'change-1', 'change-2'],
    ['subject-skipped', 'NotEffectivelyEntitled'],
  ],
  [
    ['nameless'],
    'nameless',
    ['change-superseded', 'change-1', 'change-2'],
    ['change-parked', 'MandatoryFieldsMissing'],
  ],
  [
    ['nameless'],
    'deleted',
    ['change-superseded', 'change-1', 'change-2'],
    ['subject-skipped', 'NotEffectivelyEntitled'],
  ],
  [
    ['active', 'nameless'],
    'inactive',
    ['change-superseded', 'change-2', 'change-3'],
    ['account-desired', 'disabled', email],
  ],
  [['nameless', 'active'], 'active', ['account-desired', 'enabled', email]],
];

const historyOf = (before: Situation[]): readonly SubjectEvent[] =>
  about().when(...before.map((situation, index) => takeInUser(index + 1, situation))).events;

describe('a directory user', () => {
  it.each(decisions)('after %j, %s', (before, now, ...events) => {
    const decision = about(...historyOf(before)).when(takeInUser(before.length + 1, now));
    expect(gists(decision.events)).toEqual(events);
  });

  it('is told with the whole account, who asked for it, and the steps that led there', () => {
    const [, event] = historyOf(['active']);
    expect(event?.data).toMatchObject({
      changeId: 'change-1',
      directoryVersion: 1,
      rulesVersion: 1,
      displayName: 'Adele Vance',
      account: {
        values: { email, name: 'Adele Vance', title: null, role: 'Requester' },
        matching: [{ attribute: 'email', value: email }],
      },
      allowed: { create: true, update: true, delete: true },
      steps: [
        { name: 'EntrySynchronizationScoping', details: { IsActive: 'True', Assigned: 'True' } },
        {
          name: 'EntrySynchronizationUpdate',
          details: { RulesVersion: '1' },
        },
      ],
    });
  });

  it('who is skipped is told why, and that the assignment of an inactive one is not known', () => {
    expect(historyOf(['inactive'])[1]?.data).toMatchObject({
      steps: [
        { type: 'scoping', status: 'skipped', details: { IsActive: 'False', Assigned: 'Unknown' } },
        { name: 'EntrySynchronizationSkip', details: { SkipReason: 'NotEffectivelyEntitled' } },
      ],
    });
    expect(historyOf(['unmatchable'])[1]?.data).toMatchObject({
      steps: [{ details: { SkipReason: 'ImportSkipped' } }],
    });
  });

  it('whose evaluation failed is told what the rules lack', () => {
    expect(historyOf(['nameless'])[1]?.data).toMatchObject({
      reason: expect.stringContaining('leave name empty') as string,
      steps: [
        { type: 'scoping', status: 'success' },
        { type: 'processing', status: 'failure' },
      ],
    });
  });
});

describe('a message', () => {
  const history = historyOf(['active', 'active']);

  it('that comes again has no effect', () => {
    expect(about(...history).when(takeInUser(2, 'active')).events).toEqual([]);
  });

  it('that is older than what was evaluated ends its change, and changes nothing', () => {
    const late = takeInUser(1, 'inactive', { changeId: 'late' });
    const { events, state } = about(...history).when(late);
    expect(gists(events)).toEqual([['change-superseded', 'late', 'change-2']]);
    expect(state).toEqual(about(...history).when().state);
  });

  it('that comes again after a cycle has no effect', () => {
    const again = {
      ...takeInUser(2, 'active'),
      type: 'evaluate-again',
      cause: 'cycle',
      changeId: 'c-1',
      cycleId: 'cycle-9',
    } as const;
    const { events } = about(...history).when(again, takeInUser(2, 'active'));
    expect(events.map(({ type }) => type)).toEqual(['mapping.change-unchanged']);
  });

  it('that was evaluated under rules older than those that decided last is refused, to be evaluated again', () => {
    const rules = { ...defaultRules, version: 2 };
    const newer = about(...history).when(takeInUser(3, 'active', { rules })).events;
    const { events, refusal } = about(...history, ...newer).when(takeInUser(4, 'inactive'));
    expect(events).toEqual([]);
    expect(refusal).toMatchObject({ kind: 'conflict', code: 'mapping.rules-outdated' });
  });
});

describe('an evaluation', () => {
  it('under rules older than those of the job is refused, also of somebody who is new', () => {
    const { events, refusal } = given(subject)
      .withRows(factsOf({ rulesVersion: 2 }))
      .when(takeInUser(1, 'active'));
    expect(events).toEqual([]);
    expect(refusal).toMatchObject({ kind: 'conflict', code: 'mapping.rules-outdated' });
  });
});

describe('an outcome', () => {
  const outcome: SubjectCommand = {
    type: 'record-outcome',
    jobId: 'job-1',
    userId: takeInUser(1, 'active').userId,
    changeId: 'change-1',
    cycleId,
    outcome: 'applied',
    link: { samanageId: 7, applied: { email, disabled: 'false' } },
  };

  it('leaves the link and the values last applied, once', () => {
    const { events, state } = about(...historyOf(['active'])).when(outcome, outcome);
    expect(gists(events)).toEqual([['outcome-recorded', 7]]);
    expect(state).toMatchObject({
      samanageId: 7,
      applied: { email, disabled: 'false' },
      lastDesired: { account: account(email) },
    });
  });

  it('of a deletion leaves neither', () => {
    const gone: SubjectCommand = { ...outcome, changeId: 'change-2', link: { samanageId: null, applied: null } };
    expect(about(...historyOf(['active'])).when(outcome, gone).state).toMatchObject({
      samanageId: null,
      applied: null,
    });
  });
});
