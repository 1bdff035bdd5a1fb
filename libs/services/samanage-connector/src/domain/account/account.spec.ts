import { given } from '@waybill/decider';
import fc from 'fast-check';
import { account, type AccountCommand, type ReportedOutcome } from './account';
import type { AccountEvent } from './account-state';

const userId = '01a20d7b-d699-7333-918c-bf4aceaa1b65';
const jobId = 'job';
const desired = (changeId: string) => ({
  changeId,
  cycleId: 'cycle',
  userId,
  directoryVersion: 1,
  rulesVersion: 1,
  displayName: 'Adele Vance',
  presence: 'enabled' as const,
  account: {
    values: { email: 'a@b', name: 'Adele', role: 'Requester' },
    onCreation: {},
    ifEmpty: {},
    alwaysSent: [],
    matching: [{ attribute: 'email', value: 'a@b' }],
    redacted: [],
  },
  allowed: { create: true, update: true, delete: true },
  cause: 'directory' as const,
  loss: null,
  steps: [],
});
const desire = (version: number, changeId = `change-${version}`): AccountCommand => ({
  type: 'desire-account',
  jobId,
  version,
  desired: desired(changeId),
});
const report = (changeId: string, more: Partial<ReportedOutcome> = {}): AccountCommand => ({
  type: 'record-outcome',
  jobId,
  userId,
  outcomeType: 'samanage.account-updated',
  outcome: {
    changeId,
    version: 1,
    samanageId: 7,
    targetName: 'a@b',
    differences: [],
    remarks: [],
    steps: [],
    applied: {},
    refusedFields: {},
    waitsFor: null,
    attempts: 1,
    durationMilliseconds: 1,
    ...more,
  },
});
const park = (changeId: string, code: string): AccountCommand => ({
  type: 'park-change',
  jobId,
  userId,
  parked: {
    changeId,
    version: 1,
    samanageId: null,
    action: 'create',
    code,
    reason: code,
    attempts: 1,
    nextAttemptAt: '2026-01-31T12:00:00.000Z',
    steps: [],
  },
});
const changeOf = (data: AccountEvent['data']) => ('changeId' in data ? data.changeId : '');
const told = (events: readonly AccountEvent[]) => events.map(({ type, data }) => `${type.slice(9)} ${changeOf(data)}`);

describe('an account', () => {
  it('takes a desired state over, and ends it with what a worker reports', () => {
    const { events } = given(account).when(desire(1), report('change-1'));
    expect(told(events)).toEqual(['change-received change-1', 'account-updated change-1']);
  });

  it('says why the change began here, and not why mapping evaluated it', () => {
    const [received] = given(account).when(desire(1)).events;
    const { account: wanted, allowed } = desired('change-1');
    expect(received?.data).toMatchObject({ cause: 'desired', version: 1, account: wanted, allowed });
  });

  it('hears nothing in a repeated command', () => {
    const { events } = given(account).when(desire(1), desire(1), report('change-1'), report('change-1'), desire(1));
    expect(told(events)).toEqual(['change-received change-1', 'account-updated change-1']);
  });

  it('keeps an older change in flight until its outcome is known, and then tells which one replaced it', () => {
    expect(told(given(account).when(desire(1), desire(2), report('change-2')).events)).toEqual([
      'change-received change-1',
      'change-received change-2',
      'change-superseded change-1',
      'account-updated change-2',
    ]);
    expect(told(given(account).when(desire(1), desire(2), report('change-1'), report('change-2')).events)).toEqual([
      'change-received change-1',
      'change-received change-2',
      'account-updated change-1',
      'account-updated change-2',
    ]);
  });

  it('lets a newer desired state end a parked change at once: nothing of it is on its way', () => {
    const { events } = given(account).when(desire(1), park('change-1', 'Unauthorized'), desire(2));
    expect(told(events).slice(2)).toEqual(['change-superseded change-1', 'change-received change-2']);
  });

  it('tells a stale write and does not do it', () => {
    const { events, state } = given(account).when(desire(5), desire(3));
    expect(told(events)).toEqual(['change-received change-5', 'change-superseded change-3']);
    expect(state.newest?.version).toBe(5);
  });

  it('tells each reason of a parked change once', () => {
    const codes = ['Unauthorized', 'Unauthorized', 'Timeout', 'Unauthorized'];
    const { events } = given(account).when(desire(1), ...codes.map((code) => park('change-1', code)));
    expect(told(events)).toHaveLength(4);
  });

  it('opens a change of its own when somebody it refers to appears, once', () => {
    const resolve: AccountCommand = { type: 'resolve-reference', jobId, userId, changeId: 'late' };
    const missing = report('change-1', { waitsFor: userId });
    expect(told(given(account).when(desire(1), missing, resolve, resolve).events)).toEqual([
      'change-received change-1',
      'account-updated change-1',
      'change-received late',
    ]);
    expect(told(given(account).when(desire(1), report('change-1'), resolve).events)).toHaveLength(2);
  });

  it('ends every change exactly once, whatever happens in whatever order', () => {
    const version = fc.integer({ min: 1, max: 6 });
    const command = fc.oneof(
      version.map((n) => desire(n)),
      version.map((n) => report(`change-${n}`)),
      version.map((n) => park(`change-${n}`, 'Timeout')),
    );
    fc.assert(
      fc.property(fc.array(command, { maxLength: 30 }), (commands) => {
        const { events, state } = given(account).when(...commands);
        const received = events
          .filter(({ type }) => type === 'samanage.change-received')
          .map(({ data }) => changeOf(data));
        const ended = events.filter(({ type }) => !/received|parked/.test(type)).map(({ data }) => changeOf(data));
        expect(new Set(ended).size).toBe(ended.length);
        const open = received.filter((changeId) => !ended.includes(changeId));
        expect(state.waiting.map(({ changeId }) => changeId)).toEqual(open);
      }),
    );
  });
});
