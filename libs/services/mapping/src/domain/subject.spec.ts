import { given } from '@waybill/decider';
import { evaluateUser, type Situation } from '../testing/evaluations';
import { subject, type SubjectCommand } from './subject';
import type { SubjectEvent } from './subject-state';

const account = (email: string | null) => email && expect.objectContaining({ email, name: 'Adele Vance' });
const email = 'AdeleV@contoso.com';

/** What an event says, without what it carries of its command. */
function gist({ type, data }: SubjectEvent): unknown[] {
  const name = type.replace('mapping.', '');
  switch (type) {
    case 'mapping.account-desired':
      return [name, data.presence, data.account?.email ?? null];
    case 'mapping.subject-skipped':
      return [name, data.skipReason];
    case 'mapping.change-parked':
      return [name, data.code];
    case 'mapping.change-superseded':
      return [name, data.changeId, data.supersededBy];
    case 'mapping.outcome-recorded':
      return [name, data.samanageId];
  }
}

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
  given(subject).when(...before.map((situation, index) => evaluateUser(index + 1, situation))).events;

describe('a directory user', () => {
  it.each(decisions)('after %j, %s', (before, now, ...events) => {
    const decision = given(subject, ...historyOf(before)).when(evaluateUser(before.length + 1, now));
    expect(decision.events.map(gist)).toEqual(events);
  });

  it('is told with the whole account, who asked for it, and the steps that led there', () => {
    const [event] = historyOf(['active']);
    expect(event?.data).toMatchObject({
      changeId: 'change-1',
      directoryVersion: 1,
      rulesVersion: 1,
      displayName: 'Adele Vance',
      account: { email, name: 'Adele Vance', title: null, role: 'Requester' },
      steps: [
        { name: 'EntrySynchronizationScoping', details: { IsActive: 'True', Assigned: 'True' } },
        {
          name: 'EntrySynchronizationUpdate',
          details: { RulesVersion: '1', email: 'userName', role: 'default value' },
        },
      ],
    });
  });

  it('who is skipped is told why, and that the assignment of an inactive one is not known', () => {
    expect(historyOf(['inactive'])[0]?.data).toMatchObject({
      steps: [
        { type: 'scoping', status: 'skipped', details: { IsActive: 'False', Assigned: 'Unknown' } },
        { name: 'EntrySynchronizationSkip', details: { SkipReason: 'NotEffectivelyEntitled' } },
      ],
    });
    expect(historyOf(['unmatchable'])[0]?.data).toMatchObject({
      steps: [{ details: { SkipReason: 'ImportSkipped' } }],
    });
  });

  it('whose evaluation failed is told what the rules lack', () => {
    expect(historyOf(['nameless'])[0]?.data).toMatchObject({
      reason: expect.stringContaining('leave name empty'),
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
    expect(given(subject, ...history).when(evaluateUser(2, 'active')).events).toEqual([]);
  });

  it('that is older than what was evaluated ends its change, and changes nothing', () => {
    const late = evaluateUser(1, 'inactive', { changeId: 'late' });
    const { events, state } = given(subject, ...history).when(late);
    expect(events.map(gist)).toEqual([['change-superseded', 'late', 'change-2']]);
    expect(state).toEqual(given(subject, ...history).when().state);
  });

  it('that was evaluated under rules older than those that decided last is refused, to be evaluated again', () => {
    const newer = given(subject, ...history).when(evaluateUser(3, 'active', { rulesVersion: 2 })).events;
    const { events, refusal } = given(subject, ...history, ...newer).when(evaluateUser(4, 'inactive'));
    expect(events).toEqual([]);
    expect(refusal).toMatchObject({ kind: 'conflict', code: 'mapping.rules-outdated' });
  });
});

describe('an outcome', () => {
  const outcome: SubjectCommand = {
    type: 'record-outcome',
    jobId: 'job-1',
    userId: evaluateUser(1, 'active').userId,
    changeId: 'change-1',
    samanageId: 7,
    applied: { email, disabled: 'false' },
  };

  it('leaves the link and the values last applied, once', () => {
    const { events, state } = given(subject, ...historyOf(['active'])).when(outcome, outcome);
    expect(events.map(gist)).toEqual([['outcome-recorded', 7]]);
    expect(state).toMatchObject({ samanageId: 7, applied: { email, disabled: 'false' }, lastDesired: account(email) });
  });

  it('of a deletion leaves neither', () => {
    const gone: SubjectCommand = { ...outcome, changeId: 'change-2', samanageId: null, applied: null };
    expect(given(subject, ...historyOf(['active'])).when(outcome, gone).state).toMatchObject({
      samanageId: null,
      applied: null,
    });
  });
});
