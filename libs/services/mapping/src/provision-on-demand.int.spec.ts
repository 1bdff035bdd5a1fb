import { fold } from '@waybill/decider';
import { newId } from '@waybill/event-log';
import { defaultSchema } from '@waybill/provisioning-rules';
import { randomUUID } from 'node:crypto';
import { subject } from './domain/subject';
import type { SubjectEvent } from './domain/subject-state';
import { type Replica, type Replicas, startReplicas } from './testing/mapping-over-http';
import { onDemandStory, textsOf, user } from './testing/on-demand-story';

const at = '2026-01-31T12:00:00.000Z';
const patience = { milliseconds: 1_500, waiters: 3 };
describe('provisioning on demand', () => {
  let mapping: Replicas;
  let story: ReturnType<typeof onDemandStory>;
  let here: Replica;
  let there: Replica;
  let userId: string;

  beforeAll(async () => {
    mapping = await startReplicas(2, patience);
    const [first, second] = mapping.replicas;
    if (!first || !second) throw new Error('two replicas were asked for');
    [here, there] = [first, second];
    story = onDemandStory(mapping);
  });
  afterAll(async () => {
    await mapping.stop();
    expect(mapping.errors).toEqual([]);
  });
  beforeEach(async () => {
    userId = randomUUID();
    await here.deliver(story.pushed(userId));
  });

  it('waits for the outcome, and tells it as Graph does', async () => {
    const differences = [{ name: 'title', oldValue: 'CEO', newValue: 'Retail Manager' }];
    const [asked] = await Promise.all([
      story.askFor(user(userId)),
      story.answered(userId, 'account-updated', { differences }),
    ]);
    expect(asked.status).toBe(200);
    const { key, value } = textsOf(asked.body);
    expect(key).toEqual({ result: 'Success', details: { errorCode: null, errorMessage: null } });
    const { changeId } = await story.passedOn(`account-${userId}`);
    expect(value).toMatchObject({
      action: 'Update',
      changeId,
      reportableIdentifier: 'AdeleV@contoso.com',
      statusInfo: { status: 'Success', errorCode: null, reason: null, additionalDetails: null, errorCategory: null },
      sourceIdentity: { id: userId, type: 'User', displayName: 'Adele Vance' },
      sourceSystem: { id: mapping.jobId, name: 'Azure Active Directory' },
      targetIdentity: { id: '7', type: 'User', displayName: 'AdeleV@contoso.com' },
      targetSystem: { name: 'Samanage', details: { ServicePrincipalId: mapping.servicePrincipalId } },
      modifiedProperties: [{ displayName: 'title', oldValue: 'CEO', newValue: 'Retail Manager' }],
      provisioningSteps: [
        { name: 'EntryImport', type: 'Import', status: 'Success' },
        { name: 'EntrySynchronizationScoping', type: 'Scoping', status: 'Success' },
        { name: 'EntrySynchronizationUpdate', type: 'Processing', status: 'Success' },
        { name: 'EntryExportUpdate', type: 'Export', status: 'Success' },
      ],
    });
    expect(value.provisioningSteps.every(({ timestamp }) => timestamp.endsWith('Z'))).toBe(true);
    expect(Date.parse(String(value['endTime']))).toBeGreaterThanOrEqual(Date.parse(String(value['startTime'])));
  });

  it('is remembered as its events tell it', async () => {
    await Promise.all([story.askFor(user(userId)), story.answered(userId, 'account-updated')]);
    const stream = `account-${userId}`;
    const link = { subjectId: userId, subjectType: 'User', samanageId: 9, previousId: 7, by: 'admin:local', at };
    await there.deliver(mapping.message('samanage-connector', stream, 'samanage.link-set', link));
    const state = await mapping.stateOf(stream);
    expect(state).toMatchObject({ samanageId: 9, applied: null, onDemand: [] });
    expect(state).toEqual(fold(subject, (await mapping.eventsIn(stream)) as unknown as SubjectEvent[]));
  });

  it('is asked for in one process, and hears of the outcome in another', async () => {
    const [asked] = await Promise.all([
      story.askFor(user(userId), there),
      story.answered(userId, 'account-unchanged', {}, here),
    ]);
    expect(asked.status).toBe(200);
    expect(textsOf(asked.body).key).toMatchObject({ result: 'Skipped', details: { errorCode: 'RedundantExport' } });
  });

  it('says that it takes longer, and answers later, wherever it is asked', async () => {
    const asked = await story.askFor(user(userId));
    expect(asked).toMatchObject({ status: 202, headers: { 'retry-after': '5' } });
    const { changeId } = asked.body as { changeId: string };
    const location = `/v1.0/waybill/jobs/${mapping.jobId}/onDemand/${changeId}`;
    expect(asked.headers['location']).toBe(location);
    expect(asked.body).toMatchObject({ provisioningSteps: [{ name: 'EntryImport' }, { type: 'Scoping' }, {}] });
    expect(await there.ask('GET', location)).toMatchObject({ status: 202, body: { changeId } });
    await story.answered(userId, 'account-updated');
    const later = await there.ask('GET', location);
    expect(later.status).toBe(200);
    expect(textsOf(later.body).value).toMatchObject({ changeId, action: 'Update' });
    expect((await here.ask('GET', location.replace(changeId, newId()))).status).toBe(404);
    // What the directory brought is none of them.
    const { rows } = await here.host.pool.query(`SELECT FROM on_demand_v1 WHERE request_id = 'test'`);
    expect(rows).toEqual([]);
  });

  it.each<[name: string, type: string, more: object, key: object, status: object]>([
    [
      'applied with remarks',
      'account-updated',
      { remarks: [{ code: 'FieldNotTakenOver', field: 'department', text: 'no such department' }] },
      { result: 'Warning', details: { errorCode: 'FieldNotTakenOver' } },
      { status: 'Warning', errorCategory: 'NonServiceFailure', recommendedAction: expect.stringContaining('spelled') },
    ],
    [
      'parked, which it answers at once',
      'change-parked',
      {
        ...{ subjectId: 'user', subjectType: 'User', action: 'create', code: 'UnprocessableEntity' },
        ...{ reason: 'Email is invalid', nextAttemptAt: '2026-01-31T13:00:00.000Z', samanageId: null },
      },
      { result: 'Failure', details: { errorCode: 'UnprocessableEntity', errorMessage: 'Email is invalid' } },
      { status: 'Failure', additionalDetails: 'Tried again at 2026-01-31T13:00:00.000Z.', errorCategory: 'Failure' },
    ],
    [
      'superseded',
      'change-superseded',
      { subjectId: 'user', subjectType: 'User', supersededBy: randomUUID() },
      { result: 'Skipped', details: { errorCode: 'Superseded' } },
      { status: 'Skipped', errorCode: null },
    ],
    [
      'given up',
      'change-abandoned',
      { subjectId: 'user', subjectType: 'User', abandonedBy: 'admin:local', reason: 'a test account' },
      {
        result: 'Failure',
        details: { errorCode: 'Abandoned', errorMessage: 'Given up by admin:local: a test account' },
      },
      { status: 'Failure', errorCode: 'Abandoned' },
    ],
  ])('tells of a change that was %s', async (_, type, more, key, statusInfo) => {
    const whom = 'subjectId' in more ? { ...more, subjectId: userId } : more;
    const [asked] = await Promise.all([story.askFor(user(userId)), story.answered(userId, type, whom)]);
    expect(asked.status).toBe(200);
    const texts = textsOf(asked.body);
    expect(texts.key).toMatchObject(key);
    expect(texts.value['statusInfo']).toMatchObject(statusInfo);
  });

  it.each<[name: string, resource: object, key: object, last: object]>([
    [
      'skipped',
      { active: false },
      { result: 'Skipped', details: { errorCode: 'NotEffectivelyEntitled' } },
      { name: 'EntrySynchronizationSkip', details: { SkipReason: 'NotEffectivelyEntitled' } },
    ],
    [
      'not to be evaluated',
      { displayName: undefined },
      { result: 'Failure', details: { errorCode: 'MandatoryFieldsMissing' } },
      { name: 'EntrySynchronizationUpdate', status: 'Failure' },
    ],
  ])('answers at once for somebody who is %s', async (_, resource, key, last) => {
    const id = randomUUID();
    await here.deliver(story.pushed(id, resource));
    const asked = await story.askFor(user(id));
    expect(asked.status).toBe(200);
    const texts = textsOf(asked.body);
    expect(texts.key).toMatchObject(key);
    expect(texts.value.provisioningSteps.at(-1)).toMatchObject(last);
  });

  it('works for somebody who was deleted, and for what Azure AD calls somebody', async () => {
    await here.deliver(story.deleted(userId));
    const [gone] = await Promise.all([
      story.askFor(user(userId)),
      story.answered(userId, 'account-deleted', { samanageId: null, applied: null }),
    ]);
    expect(textsOf(gone.body).value).toMatchObject({ action: 'Delete' });
    expect((await story.askFor(user(`aad-${userId}`))).status).toBe(404);
    const id = randomUUID();
    await here.deliver(story.pushed(id));
    for (const called of [`AAD-${id}`, `${id.toUpperCase()}@contoso.com`, id.toUpperCase()]) {
      const { body } = await story.askFor(user(called));
      expect((body as { provisioningSteps: object[] }).provisioningSteps).toHaveLength(3);
    }
    await here.deliver(story.pushed(randomUUID(), { externalId: `aad-${id}` }));
    expect(await story.askFor(user(`aad-${id}`))).toMatchObject({ status: 400 });
  }, 20_000);

  it.each<[name: string, body: unknown, status: number]>([
    ['no JSON', '{', 400],
    ['nothing', {}, 400],
    ['nobody', { parameters: [{ subjects: [] }] }, 400],
    ['two people', { parameters: [{ subjects: [user(randomUUID()), user(randomUUID())] }] }, 400],
    ['two rules', { parameters: [{ subjects: [user('x')] }, { subjects: [user('x')] }] }, 400],
    ['a device', { parameters: [{ subjects: [{ objectId: 'x', objectTypeName: 'Device' }] }] }, 400],
    ['members of a user', { parameters: [{ subjects: [{ ...user('x'), links: { members: [user('y')] } }] }] }, 400],
    ['a rule that there is not', { parameters: [{ ruleId: 'none', subjects: [user('x')] }] }, 400],
    [
      'somebody nobody knows',
      { parameters: [{ ruleId: defaultSchema.synchronizationRules[0]?.id, subjects: [user('x')] }] },
      404,
    ],
    ['a user as a group', { parameters: [{ subjects: [{ objectId: randomUUID(), objectTypeName: 'Group' }] }] }, 404],
  ])('refuses %s', async (_, body, status) => {
    const answer = await here.ask('POST', `${story.job}/provisionOnDemand`, body);
    expect(answer).toMatchObject({ status, body: { error: { innerError: {} } } });
  });

  it('refuses another service principal, a job nobody knows, and an auditor', async () => {
    const body = { parameters: [{ subjects: [user(userId)] }] };
    const other = `${story.job}/provisionOnDemand`.replace(mapping.servicePrincipalId, randomUUID());
    const unknown = `${story.job}/provisionOnDemand`.replace(mapping.jobId, randomUUID());
    expect((await here.ask('POST', other, body)).status).toBe(404);
    expect((await here.ask('POST', unknown, body)).status).toBe(404);
    expect((await here.ask('POST', `${story.job}/provisionOnDemand`, body, 'auditor-token')).status).toBe(403);
  });

  it('lets no more wait than there is room for', async () => {
    const waiting = Array.from({ length: patience.waiters }, () => story.askFor(user(userId)));
    await story.passedOn(`account-${userId}`);
    expect(await story.askFor(user(userId))).toMatchObject({ status: 429, headers: { 'retry-after': '5' } });
    expect((await Promise.all(waiting)).map(({ status }) => status)).toEqual([202, 202, 202]);
  });
});
