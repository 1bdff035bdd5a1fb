import { given } from '@waybill/decider';
import { job, type JobCommand } from './job';
import type { JobEvent, JobState } from './job-state';

const jobId = 'job-1';
const now = '2026-01-31T12:00:00.000Z';
const later = '2026-01-31T18:00:00.000Z';
const asked = { jobId, by: 'admin:local', now };
const spId = '00000000-0000-7000-8000-000000000001';
const us = 'https://api.samanage.com';
const connect: JobCommand = { type: 'connect-job', jobId, servicePrincipalId: spId, name: 'Samanage' };
const connected: JobEvent = { type: 'samanage.job-connected', data: { servicePrincipalId: spId, name: 'Samanage' } };
const save = (credentialId: string, slot: 'active' | 'standby' = 'active', baseAddress = us): JobCommand => ({
  type: 'save-credentials',
  slot,
  credentialId,
  kind: 'token',
  baseAddress,
  ...asked,
});
const takeOver = (failedCredentialId: string): JobCommand => ({
  type: 'take-over-standby',
  jobId,
  failedCredentialId,
  now,
});
const remove = (slot: 'active' | 'standby'): JobCommand => ({ type: 'remove-credentials', slot, ...asked });
const kept = (credentialId: string) => ({ credentialId, kind: 'token', baseAddress: us });
const changes = (events: readonly JobEvent[]) =>
  events.map(({ data }) => {
    const { slot, credentialId, how } = data as { slot: string; credentialId: string | null; how: string };
    return `${slot} ${credentialId} ${how}`;
  });

describe('a job', () => {
  it('is connected once', () => {
    expect(given(job).when(connect).events).toEqual([connected]);
    expect(given(job, connected).when(connect).events).toEqual([]);
  });

  it('that an older release connected learns whose it is', () => {
    const before: JobEvent = { type: 'samanage.job-connected', data: { servicePrincipalId: null, name: '' } };
    const { events, state } = given(job, before).when(connect, connect);
    expect(events).toEqual([connected]);
    expect(state).toMatchObject({ servicePrincipalId: spId, name: 'Samanage' });
  });

  it('whose state an older release stored goes on', () => {
    const stored = { connected: true } as JobState;
    expect(job.decide(connect, stored, undefined as never)).toEqual([connected]);
    expect(job.decide(save('a'), stored, undefined as never)).toHaveLength(1);
    const { active, roles } = job.evolve(stored, given(job, connected).when(save('a')).events[0] as JobEvent);
    expect({ active, roles }).toEqual({ active: kept('a'), roles: [] });
  });

  it.each<JobCommand>([
    save('a'),
    takeOver('a'),
    { type: 'lift-quarantine', jobId, how: 'probe', now },
    { type: 'import-roles', jobId, roles: [], now },
  ])('that is not known refuses $type', (command) => {
    expect(given(job).when(command).refusal).toMatchObject({
      kind: 'not-found',
      code: 'samanage-connector.job-unknown',
    });
  });
});

describe('credentials', () => {
  it('are told by their id alone', () => {
    const { events, state } = given(job, connected).when(save('a'));
    const data = { slot: 'active', ...kept('a'), how: 'saved', by: 'admin:local', at: now };
    expect(events).toEqual([{ type: 'samanage.credentials-changed', data }]);
    expect(state).toMatchObject({ active: kept('a'), standby: null });
  });

  it.each<[string, JobCommand[], string[]]>([
    ['are saved once', [save('a'), save('a')], ['active a saved']],
    ['replace others', [save('a'), save('b')], ['active a saved', 'active b saved']],
    [
      'of another address leave no standby behind',
      [save('a'), save('s', 'standby'), save('b', 'active', 'https://apieu.samanage.com')],
      ['active a saved', 'standby s saved', 'active b saved', 'standby null removed'],
    ],
    [
      'of the same address keep the standby',
      [save('a'), save('s', 'standby'), save('b')],
      ['active a saved', 'standby s saved', 'active b saved'],
    ],
    [
      'are taken over by the standby, once',
      [save('a'), save('s', 'standby'), takeOver('a'), takeOver('a'), takeOver('s')],
      ['active a saved', 'standby s saved', 'active s standby-took-over'],
    ],
    [
      'that were replaced meanwhile are not taken over',
      [save('a'), save('s', 'standby'), save('b'), takeOver('a')],
      ['active a saved', 'standby s saved', 'active b saved'],
    ],
    ['without a standby stay', [save('a'), takeOver('a')], ['active a saved']],
    [
      'are removed once',
      [save('a'), save('s', 'standby'), remove('standby'), remove('standby')],
      ['active a saved', 'standby s saved', 'standby null removed'],
    ],
    [
      'are removed with their standby',
      [save('a'), save('s', 'standby'), remove('active')],
      ['active a saved', 'standby s saved', 'active null removed', 'standby null removed'],
    ],
  ])('%s', (_, commands, told) => {
    expect(changes(given(job, connected).when(...commands).events)).toEqual(told);
  });

  it('that took over stand by no more', () => {
    const { state } = given(job, connected).when(save('a'), save('s', 'standby'), takeOver('a'));
    expect(state).toMatchObject({ active: kept('s'), standby: null });
  });

  it.each([[[]], [[save('a', 'active', 'https://apieu.samanage.com')]]])('stand by for nobody else', (before) => {
    const { refusal } = given(job, connected).when(...before, save('s', 'standby'));
    expect(refusal).toMatchObject({ kind: 'conflict', code: 'samanage-connector.standby-of-nothing' });
  });
});

describe('settings', () => {
  const notification = {
    enabled: true,
    recipients: ['a@contoso.com'],
    deleteThresholdEnabled: true,
    deleteThresholdValue: 500,
  };
  const nothing = { syncAll: null, skipOutOfScopeDeletions: null, notification: null };
  const saving = (said: object): JobCommand => ({ type: 'save-settings', ...nothing, ...said, ...asked });

  it('are told where something is said that differs', () => {
    const { events, state } = given(job, connected).when(
      saving({}),
      saving({ syncAll: false }),
      saving({ syncAll: false }),
      saving({ notification }),
      saving({ notification: { ...notification } }),
      saving({ notification: { ...notification, deleteThresholdValue: 5 } }),
    );
    expect(events.map(({ data }) => data)).toEqual([
      { ...nothing, syncAll: false, by: 'admin:local', at: now },
      { ...nothing, notification, by: 'admin:local', at: now },
      { ...nothing, notification: { ...notification, deleteThresholdValue: 5 }, by: 'admin:local', at: now },
    ]);
    expect(state.settings).toEqual({
      ...nothing,
      syncAll: false,
      notification: { ...notification, deleteThresholdValue: 5 },
    });
  });
});

describe('a quarantine', () => {
  const error = { code: 'Unauthorized', message: 'Samanage answered 401' };
  const enter = (at: string, code = 'EncounteredQuarantineException' as const): JobCommand => ({
    type: 'enter-quarantine',
    jobId,
    code,
    error,
    request: null,
    now: at,
    nextAttempt: later,
  });
  const lift: JobCommand = { type: 'lift-quarantine', jobId, how: 'probe', now: later };

  it('counts the probes that failed, and begins anew within its series for another reason', () => {
    const { events, state } = given(job, connected).when(
      enter('t1'),
      enter('t2'),
      enter('t3', 'EncounteredEscrowProportionThreshold' as never),
      enter('t4', 'EncounteredEscrowProportionThreshold' as never),
    );
    const facts = events.map(({ data }) => data as { currentBegan: string; seriesBegan: string; seriesCount: number });
    expect(facts.map((each) => [each.currentBegan, each.seriesBegan, each.seriesCount])).toEqual([
      ['t1', 't1', 0],
      ['t1', 't1', 1],
      ['t3', 't1', 2],
      ['t3', 't1', 3],
    ]);
    expect(state.quarantine).toEqual(events[3]?.data);
  });

  it('is lifted once, and the next one is another series', () => {
    const { events, state } = given(job, connected).when(lift, enter('t1'), enter('t2'), lift, lift, enter('t5'));
    expect(events.slice(2)).toMatchObject([
      {
        type: 'samanage.quarantine-lifted',
        data: { code: 'EncounteredQuarantineException', seriesBegan: 't1', how: 'probe', at: later },
      },
      { data: { seriesBegan: 't5', seriesCount: 0 } },
    ]);
    expect(events).toHaveLength(4);
    expect(state.quarantine).toMatchObject({ seriesBegan: 't5' });
  });
});

describe('roles', () => {
  const role = (id: number, name: string) => ({ id, name, roleDescription: null, portal: false });
  const importing = (...roles: ReturnType<typeof role>[]): JobCommand => ({ type: 'import-roles', jobId, roles, now });

  it('are told where they differ from those known, in whatever order they come', () => {
    const { events, state } = given(job, connected).when(
      importing(role(2, 'Requester'), role(1, 'Administrator')),
      importing(role(1, 'Administrator'), role(2, 'Requester')),
      importing(role(1, 'Administrator'), role(2, 'Student')),
    );
    expect(events).toHaveLength(2);
    expect(state.roles.map(({ name }) => name)).toEqual(['Administrator', 'Student']);
  });
});
