import { given } from '@waybill/decider';
import {
  brakeOf,
  cycleId,
  defaultRules,
  evaluateAgain,
  factsOf,
  jobId,
  now,
  rulesWith,
  type Situation,
  takeInUser,
  userId,
} from '../testing/evaluations';
import { subject, type SubjectCommand } from './subject';
import type { SubjectEvent } from './subject-state';

const told = (...situations: Situation[]) => situations.map((situation, index) => takeInUser(index + 1, situation));

const applied = (changeId: string): SubjectCommand => ({
  type: 'record-outcome',
  jobId,
  userId,
  changeId,
  cycleId,
  outcome: 'applied',
  link: { samanageId: 7, applied: { email: 'AdeleV@contoso.com', name: 'Adele Vance', disabled: 'false' } },
});

const typesOf = (events: readonly SubjectEvent[]): string[] => events.map(({ type }) => type.replace('mapping.', ''));
const presencesOf = (events: readonly SubjectEvent[]) =>
  events.flatMap(({ type, data }) => (type === 'mapping.account-desired' ? [data.presence] : []));

describe('new rules', () => {
  const history = given(subject)
    .withRows(factsOf())
    .when(...told('active'), applied('change-1')).events;
  const about = given(subject, ...history).withRows(factsOf());

  it('by which nothing else is wanted end as unchanged, in the cycle', () => {
    const { events, state } = about.when(evaluateAgain('c-1', { rules: { ...defaultRules, version: 2 } }));
    expect(typesOf(events)).toEqual(['change-unchanged']);
    expect(events[0]?.data).toMatchObject({ changeId: 'c-1', cause: 'cycle', rulesVersion: 2, subjectId: userId });
    expect(state).toMatchObject({ rulesVersion: 2 });
  });

  it('evaluate everybody once a cycle', () => {
    expect(typesOf(about.when(evaluateAgain('c-1'), evaluateAgain('c-2')).events)).toEqual(['change-unchanged']);
  });

  it('do not evaluate whom nobody told of', () => {
    expect(given(subject).withRows(factsOf()).when(evaluateAgain('c-1')).events).toEqual([]);
  });

  it.each([
    ['disable', ['disabled']],
    ['nothing', ['unmanaged']],
    ['delete', ['absent']],
  ])('that leave somebody out of scope do with his account as the job says: %s', (OutOfScopeAction, presences) => {
    const rules = rulesWith({ SyncAll: 'false', OutOfScopeAction }, 2);
    const { events } = about.when(evaluateAgain('c-1', { rules }));
    expect(presencesOf(events)).toEqual(presences);
    expect(events[0]?.data).toMatchObject({
      steps: [
        {
          status: 'skipped',
          details: { IsActive: 'True', Assigned: 'False', IsEffectivelyEntitledForProvisioning: 'False' },
        },
        { status: 'success' },
      ],
    });
  });

  it('supersede a change that was parked', () => {
    const parked = given(subject)
      .withRows(factsOf())
      .when(...told('nameless'));
    expect(parked.state.waiting).toMatchObject({ kind: 'parked', changeId: 'change-1' });
    const { events, state } = given(subject, ...parked.events)
      .withRows(factsOf())
      .when(evaluateAgain('c-1'));
    expect(typesOf(events)).toEqual(['change-superseded', 'change-parked']);
    expect(state.waiting).toMatchObject({ changeId: 'c-1' });
  });
});

describe('somebody who was deleted', () => {
  it('is told with nothing but what no log may show', () => {
    const secret = { redacted: ['title'] };
    const first = given(subject)
      .withRows(factsOf())
      .when(...told('active')).events;
    const marked = first.map((event) =>
      event.type === 'mapping.account-desired' && event.data.account
        ? { ...event, data: { ...event.data, account: { ...event.data.account, ...secret } } }
        : event,
    );
    const gone = (history: readonly SubjectEvent[]) =>
      given(subject, ...history)
        .withRows(factsOf())
        .when(takeInUser(2, 'deleted')).events[1]?.data;
    expect(gone(first)).toMatchObject({ presence: 'absent', account: null });
    expect(gone(marked)).toMatchObject({ presence: 'absent', account: { values: {}, matching: [], ...secret } });
  });
});

describe('with scope assigned', () => {
  const assigned = rulesWith({ SyncAll: 'false', DefaultAccessRoles: '["msiam_access"]' });
  const push = (roles: object[], rules = assigned) =>
    given(subject)
      .withRows(factsOf())
      .when(takeInUser(1, 'active', { rules, resource: { userName: 'a@b.de', displayName: 'A', roles } })).events[1];

  it.each([
    ['no role', [], 'mapping.subject-skipped'],
    ['Default Access', [{ value: 'msiam_access' }], 'mapping.subject-skipped'],
    ['a role without a value', [{ primary: true }], 'mapping.subject-skipped'],
    ['a role', [{ value: 'Administrator', primary: true }], 'mapping.account-desired'],
    ['Default Access and a role', [{ value: 'msiam_access' }, { value: 'Agent' }], 'mapping.account-desired'],
  ])('somebody with %s', (_, roles, type) => {
    expect(push(roles)?.type).toBe(type);
  });

  it('whoever has no role is wanted where the job does not ask for one', () => {
    const lenient = rulesWith({ SyncAll: 'false', ExcludeDefaultAccessRole: 'false' });
    expect(push([], lenient)?.data).toMatchObject({ presence: 'enabled', account: { values: { role: 'Requester' } } });
  });
});

describe('the deletion brake', () => {
  const history = given(subject)
    .withRows(factsOf())
    .when(...told('active'), applied('change-1')).events;
  const release: SubjectCommand = {
    type: 'release-change',
    jobId,
    userId,
    rules: defaultRules,
    now,
    releasedBy: 'admin:local',
  };
  const abandon: SubjectCommand = {
    type: 'abandon-change',
    jobId,
    userId,
    abandonedBy: 'admin:local',
    reason: 'a mistake',
  };
  const braked = (count: number) => given(subject, ...history).withRows(brakeOf({ count }));
  const leaves = takeInUser(2, 'inactive');

  it('counts who is let pass', () => {
    const { events } = braked(1).when(leaves);
    expect(events[1]?.data).toMatchObject({
      presence: 'disabled',
      loss: { jobId, quarter: '2026-01-31T12:00:00.000Z', count: 1 },
    });
  });

  it('holds back what is too much, says why, and changes nothing', () => {
    const { events, state } = braked(0).when(leaves);
    expect(typesOf(events)).toEqual(['user-taken-in', 'change-staged']);
    expect(events[1]?.data).toMatchObject({
      changeId: 'change-2',
      action: 'disable',
      reason: expect.stringContaining('0 accounts were disabled or deleted within 24 h') as string,
    });
    expect(state).toMatchObject({ lastDesired: { presence: 'enabled' }, waiting: { kind: 'staged' } });
  });

  it('does not count who comes back, nor whose account is disabled already', () => {
    const disabled = braked(1).when(leaves).events;
    const { events } = given(subject, ...history, ...disabled)
      .withRows(brakeOf({ count: 1 }))
      .when(takeInUser(3, 'inactive'), takeInUser(4, 'active'));
    expect(presencesOf(events)).toEqual(['disabled', 'enabled']);
    expect(events.every(({ data }) => !('loss' in data) || data.loss === null)).toBe(true);
  });

  it('lets go what an admin allows, as of now', () => {
    const { events, state } = braked(0).when(leaves, release);
    expect(typesOf(events.slice(2))).toEqual(['change-released', 'account-desired']);
    expect(events[3]?.data).toMatchObject({ changeId: 'change-2', cause: 'release', presence: 'disabled' });
    expect(state.waiting).toBeNull();
  });

  it('gives up what an admin rejects, for his reason', () => {
    const { events, state } = braked(0).when(leaves, abandon);
    expect(events.at(-1)).toMatchObject({
      type: 'mapping.change-abandoned',
      data: { changeId: 'change-2', abandonedBy: 'admin:local', reason: 'a mistake' },
    });
    expect(state).toMatchObject({ waiting: null, lastDesired: { presence: 'enabled' } });
  });

  it('holds nothing for somebody who came back meanwhile', () => {
    const { events, state } = braked(0).when(leaves, takeInUser(3, 'active'));
    expect(typesOf(events.slice(2))).toEqual(['user-taken-in', 'change-superseded', 'account-desired']);
    expect(state.waiting).toBeNull();
  });

  it('has nothing to allow where nothing waits', () => {
    expect(braked(0).when(release).refusal).toMatchObject({ kind: 'not-found', code: 'mapping.nothing-staged' });
    expect(braked(0).when(leaves, abandon, abandon).refusal).toMatchObject({ code: 'mapping.nothing-staged' });
  });

  it('can be given as a share of the accounts', () => {
    const percent = (wanted: number) =>
      given(subject, ...history).withRows(
        factsOf({ wanted, brake: { enabled: true, count: 500, percent: 10, windowHours: 24 } }),
      );
    expect(typesOf(percent(10).when(leaves).events)).toEqual(['user-taken-in', 'account-desired']);
    expect(typesOf(percent(9).when(leaves).events)).toEqual(['user-taken-in', 'change-staged']);
  });

  it('counts what is within the window, and after an admin allowed everything', () => {
    const losses = (quarter: string) => [{ collection: 'losses', owner: jobId, key: quarter, row: { count: 1 } }];
    const after = (quarter: string, allowedAt: string | null = null) =>
      typesOf(
        given(subject, ...history)
          .withRows([
            ...factsOf({ allowedAt, brake: { enabled: true, count: 1, percent: null, windowHours: 24 } }),
            ...losses(quarter),
          ])
          .when(leaves).events,
      ).at(-1);
    expect(after('2026-01-31T11:45:00.000Z')).toBe('change-staged');
    expect(after('2026-01-30T12:00:00.000Z')).toBe('change-staged');
    expect(after('2026-01-30T11:30:00.000Z')).toBe('account-desired');
    expect(after('2026-01-31T11:00:00.000Z', '2026-01-31T11:30:00.000Z')).toBe('account-desired');
  });

  it('can be switched off', () => {
    const off = given(subject, ...history).withRows(brakeOf({ enabled: false, count: 0 }));
    expect(typesOf(off.when(leaves).events)).toEqual(['user-taken-in', 'account-desired']);
  });
});
