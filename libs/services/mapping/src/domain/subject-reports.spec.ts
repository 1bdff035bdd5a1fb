import type { OnDemandAnswered } from '@waybill/contracts';
import { given } from '@waybill/decider';
import { brakeOf, cycleId, evaluateAgain, factsOf, jobId, rulesWith, takeInUser, userId } from '../testing/evaluations';
import { subject, type SubjectCommand } from './subject';
import type { SubjectEvent } from './subject-state';

type Outcome = Extract<SubjectCommand, { type: 'record-outcome' }>['outcome'];

const link = { samanageId: 7, applied: { email: 'AdeleV@contoso.com', disabled: 'false' } };
const answerOf = (changeId: string, more: Partial<OnDemandAnswered['data']> = {}): OnDemandAnswered['data'] => ({
  changeId,
  cycleId,
  subjectId: userId,
  subjectType: 'User',
  displayName: 'Adele Vance',
  outcome: 'applied',
  action: 'update',
  samanageId: 7,
  targetName: 'AdeleV@contoso.com',
  code: null,
  reason: null,
  nextAttemptAt: null,
  differences: [],
  remarks: [],
  steps: [],
  ...more,
});
const heard = (changeId: string, outcome: Outcome): SubjectCommand => ({
  type: 'record-outcome',
  jobId,
  userId,
  changeId,
  cycleId,
  outcome,
  link: outcome === 'superseded' || outcome === 'abandoned' ? null : link,
  answer: answerOf(changeId),
});
const parked = (changeId: string): SubjectCommand => ({
  type: 'record-parking',
  jobId,
  userId,
  answer: answerOf(changeId, { outcome: 'parked', code: 'UnprocessableEntity' }),
});
const linked = (samanageId: number | null): SubjectCommand => ({ type: 'record-link', jobId, userId, samanageId });
const onDemand = (changeId: string) => evaluateAgain(changeId, { cause: 'on-demand' });
const underNewRules = (changeId: string, cause: 'cycle' | 'membership' = 'cycle') =>
  evaluateAgain(changeId, { cause, rules: rulesWith({}, 2) });
const otherRules = (changeId: string) =>
  evaluateAgain(changeId, { rules: rulesWith({ SyncAll: 'false', OutOfScopeAction: 'nothing' }, 2) });
const pushed = takeInUser(1, 'active');

const about = (...commands: SubjectCommand[]) =>
  given(subject)
    .withRows(factsOf())
    .when(...commands);
const gistOf = ({ type, data }: SubjectEvent): string => {
  const name = type.replace('mapping.', '');
  if ('presence' in data) return `${name} ${data.presence}`;
  return 'skipReason' in data ? `${name} ${data.skipReason}` : name;
};
const lastOf = (events: readonly SubjectEvent[]) => events.slice(-1).map(gistOf)[0];

/** What was heard of a change, how somebody is evaluated again, and what follows. */
const again: readonly [name: string, commands: SubjectCommand[], last: string][] = [
  ['applied, and under new rules', [pushed, heard('change-1', 'applied'), underNewRules('c-1')], 'change-unchanged'],
  ['on its way, and under new rules', [pushed, underNewRules('c-1')], 'change-unchanged'],
  [
    'given up, and new rules want the same',
    [pushed, heard('change-1', 'abandoned'), underNewRules('c-1')],
    'subject-skipped Abandoned',
  ],
  [
    'given up, and the groups change',
    [pushed, heard('change-1', 'abandoned'), underNewRules('c-1', 'membership')],
    'subject-skipped Abandoned',
  ],
  [
    'given up, and new rules want something else',
    [pushed, heard('change-1', 'abandoned'), otherRules('c-1')],
    'account-desired unmanaged',
  ],
  [
    'given up, and a restart',
    [pushed, heard('change-1', 'abandoned'), evaluateAgain('c-1')],
    'account-desired enabled',
  ],
  ['given up, and on demand', [pushed, heard('change-1', 'abandoned'), onDemand('c-1')], 'account-desired enabled'],
  [
    'given up, and the directory writes',
    [pushed, heard('change-1', 'abandoned'), takeInUser(2, 'active')],
    'account-desired enabled',
  ],
  [
    'given up and passed on again, which ends',
    [pushed, heard('change-1', 'abandoned'), onDemand('c-1'), heard('c-1', 'applied'), underNewRules('c-2')],
    'change-unchanged',
  ],
  [
    'given up and passed on again, which is on its way',
    [pushed, heard('change-1', 'abandoned'), onDemand('c-1'), underNewRules('c-2')],
    'change-unchanged',
  ],
  [
    'given up where the connector repaired something, and under new rules',
    [pushed, heard('change-1', 'applied'), heard('own', 'abandoned'), underNewRules('c-1')],
    'subject-skipped Abandoned',
  ],
  [
    'given up, and superseded late',
    [pushed, heard('change-1', 'abandoned'), heard('own', 'superseded'), underNewRules('c-1')],
    'subject-skipped Abandoned',
  ],
];

describe('a user whose change was', () => {
  it.each(again)('%s', (_, commands, last) => {
    expect(lastOf(about(...commands).events)).toBe(last);
  });
});

describe('on demand', () => {
  it.each<[name: string, commands: SubjectCommand[], last: string]>([
    [
      'what is wanted is passed on, also if it is applied',
      [pushed, heard('change-1', 'applied')],
      'account-desired enabled',
    ],
    ['a disabled person is', [pushed, takeInUser(2, 'inactive')], 'account-desired disabled'],
    ['a deleted person is', [pushed, takeInUser(2, 'deleted')], 'account-desired absent'],
    ['whoever was never in scope is skipped', [takeInUser(1, 'inactive')], 'subject-skipped NotEffectivelyEntitled'],
    ['whoever cannot be evaluated is parked', [takeInUser(1, 'nameless')], 'change-parked'],
  ])('%s', (_, before, last) => {
    const { events } = about(...before, onDemand('d-1'));
    expect(lastOf(events)).toBe(last);
    expect(events.at(-1)?.data).toMatchObject({ cause: 'on-demand', changeId: 'd-1' });
  });

  it('nobody passes the deletion brake', () => {
    const { events } = given(subject)
      .withRows(brakeOf({ count: 0 }))
      .when(pushed, takeInUser(2, 'inactive'), onDemand('d-1'));
    expect(lastOf(events)).toBe('change-staged');
  });

  it('it is told once what became of a change, and of no other', () => {
    const { events, state } = about(pushed, heard('change-1', 'applied'), onDemand('d-1'), onDemand('d-2'));
    expect(state.onDemand).toEqual(['d-1', 'd-2']);
    const told = given(subject, ...events)
      .withRows(factsOf())
      .when(
        heard('d-1', 'superseded'),
        heard('d-2', 'unchanged'),
        heard('d-2', 'unchanged'),
        heard('other', 'applied'),
      );
    expect(told.events.map(gistOf)).toEqual([
      'outcome-recorded',
      'on-demand-answered',
      'outcome-recorded',
      'on-demand-answered',
      'outcome-recorded',
    ]);
    expect(told.events[3]?.data).toEqual(answerOf('d-2'));
    expect(told.state.onDemand).toEqual([]);
  });

  it('what cannot be applied now is told once, and what becomes of it later is recorded alone', () => {
    const commands = [pushed, onDemand('d-1'), parked('other'), parked('d-1'), parked('d-1'), heard('d-1', 'applied')];
    const { events } = about(...commands);
    expect(events.slice(3).map(gistOf)).toEqual(['on-demand-answered', 'outcome-recorded']);
    expect(events[3]?.data).toMatchObject({ outcome: 'parked', code: 'UnprocessableEntity' });
  });

  it('it is not told what no log may show', () => {
    const { events } = about(pushed, onDemand('d-1'));
    const secret = events.map((event) =>
      event.type === 'mapping.account-desired' && event.data.account
        ? { ...event, data: { ...event.data, account: { ...event.data.account, redacted: ['name', 'title'] } } }
        : event,
    );
    const step = { name: 'EntryExportUpdate', type: 'export', status: 'success' } as const;
    const told = answerOf('d-1', {
      targetName: 'Adele Vance',
      reason: 'name Adele Vance is taken',
      differences: [
        { name: 'title', oldValue: null, newValue: 'CEO' },
        { name: 'phone', oldValue: '1', newValue: '2' },
      ],
      remarks: [{ code: 'FieldNotTakenOver', field: 'title', text: 'title stays Boss, not CEO' }],
      steps: [{ ...step, description: 'Adele Vance was updated', details: { ReportableIdentifier: 'Adele Vance' } }],
    });
    const report = { ...heard('d-1', 'applied'), link: { samanageId: 7, applied: { title: 'Boss' } }, answer: told };
    const answered = given(subject, ...secret)
      .withRows(factsOf())
      .when(report).events[1]?.data;
    expect(answered).toMatchObject({
      targetName: '[Redact]',
      reason: 'name [Redact] is taken',
      differences: [
        { name: 'title', oldValue: null, newValue: '[Redact]' },
        { name: 'phone', oldValue: '1', newValue: '2' },
      ],
      remarks: [{ text: 'title stays [Redact], not [Redact]' }],
      steps: [{ description: '[Redact] was updated', details: { ReportableIdentifier: '[Redact]' } }],
    });
  });
});

describe('a link that an admin changes', () => {
  it('is known, and what the account is like is not', () => {
    const before = [pushed, heard('change-1', 'applied')];
    const { events, state } = about(...before, linked(9), linked(9));
    expect(events.slice(3).map(gistOf)).toEqual(['link-recorded']);
    expect(state).toMatchObject({ samanageId: 9, applied: null });
    expect(about(...before, linked(null)).state).toMatchObject({ samanageId: null, applied: null });
  });
});
