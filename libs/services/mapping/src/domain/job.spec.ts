import { given } from '@waybill/decider';
import { defaultBrake } from './deletion-brake';
import { job, type JobCommand } from './job';

const now = '2026-01-31T12:00:00.000Z';
const asked = { jobId: 'job-1', by: 'admin:local', now };
const rules = { synchronizationRules: [] };
const create: Extract<JobCommand, { type: 'create-job' }> = {
  type: 'create-job',
  servicePrincipalId: '01a20d7b-0000-7333-918c-000000000001',
  name: 'Samanage',
  rules,
  cycleId: '01a20d7b-0000-7333-918c-000000000002',
  ...asked,
};
const created = given(job).when(create).events;

describe('a job', () => {
  it('is created with its rules, switched on, and in a cycle', () => {
    expect(created).toEqual([
      { type: 'job.created', data: { servicePrincipalId: create.servicePrincipalId, name: 'Samanage' } },
      { type: 'job.rules-applied', data: { rulesVersion: 1, rules, appliedBy: 'admin:local', planId: null, at: now } },
      { type: 'job.started', data: {} },
      { type: 'job.cycle-opened', data: { cycleId: create.cycleId, kind: 'incremental', rulesVersion: null, at: now } },
    ]);
  });

  it('is created once', () => {
    expect(given(job, ...created).when({ ...create, cycleId: create.servicePrincipalId }).events).toEqual([]);
  });

  it('is of one service principal, and the only job of it', () => {
    const { refusal } = given(job, ...created).when({ ...create, servicePrincipalId: create.cycleId });
    expect(refusal).toMatchObject({ kind: 'already-exists', code: 'mapping.job-exists' });
    const { state } = given(job, ...created).when();
    expect(job.claims?.(state)).toEqual([`service-principal:${create.servicePrincipalId}`]);
    expect(job.claims?.(job.initialState())).toEqual([]);
  });

  it('that is not known takes no rules', () => {
    const { refusal } = given(job).when({ ...apply('c-2'), basedOn: 1 });
    expect(refusal).toMatchObject({ kind: 'not-found', code: 'mapping.job-unknown' });
  });
});

const newer = { synchronizationRules: ['newer'] as readonly unknown[] };
const apply = (cycleId: string): Extract<JobCommand, { type: 'apply-rules' }> => ({
  type: 'apply-rules',
  rules: newer,
  basedOn: null,
  planId: null,
  cycleId,
  ...asked,
});
const opened = (cycleId: string, rulesVersion: number) => ({
  type: 'job.cycle-opened',
  data: { cycleId, kind: 'initial', rulesVersion, at: now },
});
const closed = (cycleId: string, how: string, evaluated: number) => ({
  type: 'job.cycle-closed',
  data: { cycleId, how, evaluated, at: now },
});

describe('rules', () => {
  it('are numbered and attributed, and open a cycle that evaluates everybody', () => {
    const { events, state } = given(job, ...created).when({ ...apply('cycle-2'), basedOn: 1, planId: 'plan-1' });
    expect(events).toEqual([
      {
        type: 'job.rules-applied',
        data: { rulesVersion: 2, rules: newer, appliedBy: 'admin:local', planId: 'plan-1', at: now },
      },
      opened('cycle-2', 2),
    ]);
    expect(state).toMatchObject({ rulesVersion: 2, cycleId: create.cycleId, initialCycleId: 'cycle-2' });
  });

  it('replace the cycle that evaluates everybody under older ones', () => {
    const { events } = given(job, ...created).when(apply('cycle-2'), apply('cycle-3'));
    expect(events.slice(2)).toMatchObject([
      closed('cycle-2', 'superseded', 0),
      { type: 'job.rules-applied', data: { rulesVersion: 3 } },
      opened('cycle-3', 3),
    ]);
  });

  it('that were made from others than those that hold are refused', () => {
    const { events, refusal } = given(job, ...created).when(apply('cycle-2'), { ...apply('cycle-3'), basedOn: 1 });
    expect(events).toHaveLength(2);
    expect(refusal).toMatchObject({ kind: 'conflict', code: 'mapping.rules-changed' });
  });
});

describe('an initial cycle', () => {
  const close = (cycleId: string) => ({ type: 'close-cycle', cycleId, evaluated: 7, ...asked }) as const;

  it('is closed once, and only while it is running', () => {
    const { events, state } = given(job, ...created).when(
      apply('cycle-2'),
      close('other'),
      close('cycle-2'),
      close('cycle-2'),
    );
    expect(events.slice(2)).toEqual([closed('cycle-2', 'completed', 7)]);
    expect(state.initialCycleId).toBeNull();
  });
});

describe('the deletion brake', () => {
  it('is set by an admin, and all that waits is allowed by one', () => {
    const brake = { ...defaultBrake, count: 3 };
    const { events, state } = given(job, ...created).when(
      { type: 'set-brake', brake, ...asked },
      { type: 'allow-deletions', ...asked },
    );
    expect(events).toEqual([
      { type: 'job.deletion-brake-set', data: { ...brake, setBy: 'admin:local', at: now } },
      { type: 'job.deletions-allowed', data: { allowedBy: 'admin:local', at: now } },
    ]);
    expect(state).toMatchObject({ brake, allowedAt: now });
  });

  it('keeps what is not named, and is set where something differs alone', () => {
    const set = (brake: Partial<typeof defaultBrake>) => ({ type: 'set-brake', brake, ...asked }) as const;
    const { events } = given(job, ...created).when(
      set({ count: 3 }),
      set({ count: 3 }),
      set({}),
      set({ enabled: false }),
    );
    expect(events.map(({ data }) => data)).toEqual([
      { ...defaultBrake, count: 3, setBy: 'admin:local', at: now },
      { ...defaultBrake, count: 3, enabled: false, setBy: 'admin:local', at: now },
    ]);
  });
});
