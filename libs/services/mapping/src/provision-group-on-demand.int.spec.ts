import { fold } from '@waybill/decider';
import { randomUUID } from 'node:crypto';
import { group } from './domain/group';
import type { GroupEvent } from './domain/group-state';
import { type Replica, type Replicas, startReplicas } from './testing/mapping-over-http';
import { onDemandStory, textsOf, user } from './testing/on-demand-story';
import { schemaWith } from './testing/rules';

describe('provisioning a group on demand', () => {
  let mapping: Replicas;
  let story: ReturnType<typeof onDemandStory>;
  let here: Replica;
  let there: Replica;
  let userId: string;
  let groupId: string;

  beforeAll(async () => {
    mapping = await startReplicas(2, { milliseconds: 5_000, waiters: 3 });
    const [first, second] = mapping.replicas;
    if (!first || !second) throw new Error('two replicas were asked for');
    [here, there] = [first, second];
    story = onDemandStory(mapping);
    expect((await story.useSchema(schemaWith({ groupFilter: [] }))).status).toBe(204);
  });
  afterAll(async () => {
    await mapping.stop();
    expect(mapping.errors).toEqual([]);
  });
  beforeEach(async () => {
    [userId, groupId] = [randomUUID(), randomUUID()];
    const resource = { displayName: 'Sales', externalId: `aad-${groupId}` };
    const added = [{ id: userId, type: 'User', display: null }];
    const members = { part: 1, parts: 1, added, removed: [], cause: 'requested', emptied: false };
    await here.deliver(
      story.pushed(userId),
      story.inGroup(groupId, 'group-created', { resource, changedPaths: [], unique: [] }),
      story.inGroup(groupId, 'members-changed', members),
    );
  });

  const groupOf = (members?: string[]) => ({
    objectId: `aad-${groupId}`,
    objectTypeName: 'Group',
    ...(members && { links: { members: members.map(user) } }),
  });

  it('evaluates the members that are named and tells whether they are members', async () => {
    const [stranger, outsider] = [randomUUID(), randomUUID()];
    await here.deliver(story.pushed(outsider, { displayName: 'Alex Wilber' }));
    const parked = {
      ...{ subjectId: userId, subjectType: 'User', action: 'create', code: 'Timeout', reason: 'no answer' },
      nextAttemptAt: '2026-01-31T13:00:00.000Z',
    };
    const [asked] = await Promise.all([
      story.askFor(groupOf([userId, `aad-${outsider}`, stranger])),
      story.groupAnswered(groupId, there),
      story.answered(userId, 'change-parked', parked),
      story.answered(outsider, 'account-created'),
    ]);
    expect(asked.status).toBe(200);
    expect(await story.passedOn(`group-${groupId}`, 'members-desired')).toMatchObject({
      added: [userId],
      removed: expect.arrayContaining([outsider, stranger]) as string[],
      snapshot: null,
    });
    const { key, value } = textsOf(asked.body);
    expect(key).toMatchObject({ result: 'Warning', details: { errorCode: 'Timeout' } });
    expect(value).toMatchObject({ action: 'Update', sourceIdentity: { id: groupId, type: 'Group' } });
    expect(value.provisioningSteps.slice(-2)).toMatchObject([
      { status: 'Failure', details: { ObjectId: userId, Action: 'Create', ErrorCode: 'Timeout' } },
      { name: 'EntryProvisionMember', status: 'Success', details: { ObjectId: outsider, Action: 'Create' } },
    ]);
  });

  it('tells everybody who is a member where none is named', async () => {
    await story.groupMade(groupId);
    const [asked] = await Promise.all([story.askFor(groupOf()), story.groupAnswered(groupId, there)]);
    expect(asked.status).toBe(200);
    const desired = await story.passedOn(`group-${groupId}`, 'group-desired');
    expect(desired).toMatchObject({ snapshotFollows: true });
    const { key, value } = textsOf(asked.body);
    expect([key.result, value['changeId']]).toEqual(['Success', desired.changeId]);
    const stream = `group-${groupId}`;
    expect(await mapping.stateOf(stream)).toEqual(
      fold(group, (await mapping.eventsIn(stream)) as unknown as GroupEvent[]),
    );
    const all = { added: [userId], removed: [], snapshot: { total: 1 } };
    expect(await story.passedOn(`group-${groupId}`, 'members-desired')).toMatchObject(all);
  });

  it('knows no member by a name alone', async () => {
    expect((await story.askFor(groupOf(['nobody']))).status).toBe(404);
  });

  it('counts it and its members in the cycle, each with its outcome', async () => {
    const countsOf = async () => {
      const { body } = await here.ask('GET', `/v1.0/waybill/jobs/${mapping.jobId}/cycles`);
      const { value } = body as { value: { kind: string; counts: Record<string, number> }[] };
      const { desired = 0, applied = 0 } = value.find(({ kind }) => kind === 'incremental')?.counts ?? {};
      return { desired, applied };
    };
    const before = await countsOf();
    await Promise.all([story.askFor(groupOf()), story.groupAnswered(groupId, there)]);
    const after = await countsOf();
    expect(after.applied).toBe(before.applied + 2);
    // The runner of snapshots may tell the members as well, if it looks between the two.
    expect([2, 3]).toContain(after.desired - before.desired);
  });
});
