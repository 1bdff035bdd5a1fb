import { fold } from '@waybill/decider';
import { randomUUID } from 'node:crypto';
import { subject } from './domain/subject';
import type { SubjectEvent } from './domain/subject-state';
import { group } from './domain/group';
import type { GroupEvent } from './domain/group-state';
import { cycleId, type Mapping, startMapping, until } from './testing/mapping-fixture';

const at = '2026-01-31T12:00:00.000Z';
const adele = { userName: 'AdeleV@contoso.com', displayName: 'Adele Vance', title: 'Retail Manager' };

describe('the mapping service', () => {
  let mapping: Mapping;
  let userId: string;

  beforeEach(async () => {
    mapping = await startMapping();
    userId = randomUUID();
  });
  afterEach(async () => {
    await mapping.stop();
    expect(mapping.errors).toEqual([]);
  });

  const told = (type: string, data: object) =>
    mapping.message('scim-ingress', `user-${userId}`, `directory.user-${type}`, {
      changeId: randomUUID(),
      userId,
      at,
      ...data,
    });
  const created = (resource: object = adele) => told('created', { resource, changedPaths: ['userName'] });
  const changed = (resource: object) => told('changed', { resource, changedPaths: ['title'] });
  /** What was decided; that a state was taken in goes before each. */
  const types = async () =>
    (await mapping.eventsOf(userId))
      .map(({ type }) => type.replace('mapping.', ''))
      .filter((type) => type !== 'user-taken-in');

  it('says what the account of each directory user should be, from the first push to the deletion', async () => {
    await mapping.createJob();
    const story = [created(), changed({ ...adele, active: false }), told('deleted', { displayName: 'Adele Vance' })];
    await mapping.deliver(...story);
    const events = (await mapping.eventsOf(userId)).filter(({ type }) => type === 'mapping.account-desired');
    expect(events.map(({ data }) => data)).toMatchObject(
      ['enabled', 'disabled', 'absent'].map((presence, index) => ({
        changeId: (story[index]?.data as { changeId: string }).changeId,
        directoryVersion: index + 1,
        rulesVersion: 1,
        cycleId,
        userId,
        displayName: 'Adele Vance',
        presence,
        account:
          presence === 'absent'
            ? null
            : { values: { email: 'AdeleV@contoso.com', title: 'Retail Manager', phone: null } },
      })),
    );
    expect(events.map(({ metadata }) => metadata.causationId)).toEqual(story.map(({ id }) => id));
  });

  it('decides nothing twice, whatever comes again', async () => {
    await mapping.createJob();
    const story = [created(), changed({ ...adele, title: 'CEO' })];
    await mapping.deliver(...story);
    await mapping.deliver(...story);
    await Promise.all([mapping.deliver(...story), mapping.deliver(...story)]);
    expect(await types()).toEqual(['account-desired', 'account-desired']);
  });

  it('holds what comes for a job it does not know, and takes it in once it does', async () => {
    await mapping.deliver(created(), changed({ ...adele, title: 'CEO' }));
    expect(await types()).toEqual([]);
    expect(await mapping.held()).toMatchObject([
      { version: 1, reason: 'there is no job job-1' },
      { version: 2, reason: expect.stringMatching(/no job|missing/) },
    ]);
    await mapping.createJob();
    await until(types, ({ length }) => length === 2);
    expect((await mapping.eventsOf(userId)).at(-1)?.data).toMatchObject({ account: { values: { title: 'CEO' } } });
    expect(await mapping.held()).toEqual([]);
  });

  describe('of what no rules speak of', () => {
    const inGroup = (type: string, data: object) =>
      mapping.message('scim-ingress', `group-${userId}`, `directory.${type}`, {
        changeId: randomUUID(),
        groupId: userId,
        at,
        ...data,
      });
    const engineering = { resource: { displayName: 'Engineering' }, changedPaths: ['displayName'], unique: [] };
    const members = (changeId: string, part: number, parts: number) =>
      inGroup('members-changed', { changeId, displayName: 'Engineering', part, parts, added: [], removed: [] });
    const changeIdOf = ({ data }: { data: unknown }) => (data as { changeId: string }).changeId;

    it('ends each change of a group, one that is told in parts with the last', async () => {
      await mapping.createJob();
      const story = [
        inGroup('group-created', engineering),
        ...[1, 2, 3].map((part) => members(cycleId, part, 3)),
        inGroup('group-changed', engineering),
        inGroup('group-deleted', { displayName: 'Engineering' }),
      ];
      await mapping.deliver(...story);
      await mapping.deliver(...story);
      const all = await mapping.eventsIn(`group-${userId}`);
      const events = all.filter(({ type }) => !type.endsWith('-taken-in'));
      const ended = [story[0], story[3], story[4], story[5]];
      expect(events.map(({ type, data, metadata }) => ({ type, data, causationId: metadata.causationId }))).toEqual(
        ended.map((message) => ({
          type: 'mapping.subject-skipped',
          causationId: message?.id,
          data: expect.objectContaining({
            changeId: message && changeIdOf(message),
            cycleId,
            subjectId: userId,
            subjectType: 'Group',
            directoryVersion: message?.streamVersion,
            rulesVersion: 1,
            displayName: 'Engineering',
            skipReason: 'GroupsNotMapped',
          }) as object,
        })),
      );
      const state = await mapping.stateOf(`group-${userId}`);
      expect(state).toEqual(fold(group, all as unknown as GroupEvent[]));
      expect(await until(mapping.tally, (tally) => tally?.ended.skipped === 4)).toMatchObject({ open: 0, received: 0 });
    });

    it("ends each change of a resource of one of the job's own types", async () => {
      await mapping.createJob();
      const about = { resourceId: userId, resourceType: 'Device', at };
      const told = (type: string, data: object) =>
        mapping.message('scim-ingress', `resource-${userId}`, `directory.resource-${type}`, {
          changeId: randomUUID(),
          ...about,
          ...data,
        });
      const story = [
        told('created', { resource: { serialNumber: 'SN-1' }, changedPaths: ['serialNumber'], unique: [] }),
        told('changed', { resource: { displayName: 'Laptop 1' }, changedPaths: ['displayName'], unique: [] }),
        told('deleted', { displayName: 'Laptop 1' }),
      ];
      await mapping.deliver(...story);
      const skipped = { subjectId: userId, subjectType: 'Device', skipReason: 'ResourceTypeNotMapped' };
      expect((await mapping.eventsIn(`resource-${userId}`)).map(({ data }) => data)).toMatchObject([
        { ...skipped, displayName: userId, changeId: story.map(changeIdOf)[0] },
        { ...skipped, displayName: 'Laptop 1', changeId: story.map(changeIdOf)[1] },
        { ...skipped, displayName: 'Laptop 1', changeId: story.map(changeIdOf)[2] },
      ]);
    });

    it('counts a change that is held as one that waits, and none for its parts before the last', async () => {
      await mapping.createJob();
      await mapping.deliver(created());
      const stated = (awaited: number) => until(mapping.tally, (tally) => tally?.awaited['scim-ingress'] === awaited);
      expect(await stated(1)).toMatchObject({ open: 0 });
      const newer = mapping.message('scim-ingress', `group-${userId}`, 'directory.group-foreseen', {});
      await mapping.deliver(newer, members(cycleId, 1, 3), members(cycleId, 2, 3));
      expect(await stated(3)).toMatchObject({ open: 0 });
      await mapping.deliver(members(cycleId, 3, 3), inGroup('group-deleted', { displayName: 'Engineering' }));
      expect(await stated(5)).toMatchObject({ open: 2 });
      expect(await mapping.held()).toHaveLength(5);
      expect(await mapping.eventsIn(`group-${userId}`)).toEqual([]);
    });

    it('is held as long as the job is not known', async () => {
      await mapping.deliver(inGroup('group-created', engineering));
      expect(await mapping.held()).toMatchObject([{ reason: 'there is no job job-1' }]);
      await mapping.createJob();
      expect(
        await until(
          () => mapping.eventsIn(`group-${userId}`),
          ({ length }) => length > 0,
        ),
      ).toHaveLength(2);
    });
  });

  it('keeps the link and what was applied last, as the connector tells it', async () => {
    await mapping.createJob();
    const push = created();
    await mapping.deliver(push);
    const { changeId } = push.data as { changeId: string };
    const outcome = { changeId, cycleId, userId, samanageId: 7, applied: { email: 'AdeleV@contoso.com' } };
    const told = mapping.message('samanage-connector', `account-${userId}`, 'samanage.account-created', outcome);
    await mapping.deliver(told);
    await mapping.deliver(told);
    expect(await types()).toEqual(['account-desired', 'outcome-recorded']);
    const state = await mapping.stateOf(`account-${userId}`);
    expect(state).toMatchObject({ samanageId: 7, applied: { email: 'AdeleV@contoso.com' } });
    expect(state).toEqual(fold(subject, (await mapping.eventsOf(userId)) as unknown as SubjectEvent[]));
  });

  it('counts what it passed on, what ended here and what waits here', async () => {
    await mapping.createJob();
    const stated = (open: number) => until(mapping.tally, (tally) => tally?.open === open);
    await mapping.deliver(created({ ...adele, active: false }), changed({ userName: 'AdeleV@contoso.com' }));
    expect(await stated(1)).toMatchObject({
      taken: { 'scim-ingress': '{[1,3)}' },
      awaited: { 'scim-ingress': 2 },
      received: 0,
      ended: { skipped: 1 },
    });
    await mapping.deliver(changed(adele));
    expect((await mapping.eventsOf(userId))[1]?.data).toMatchObject({ subjectId: userId, subjectType: 'User' });
    expect(await types()).toEqual(['subject-skipped', 'change-parked', 'change-superseded', 'account-desired']);
    expect(await stated(0)).toMatchObject({ received: 1, ended: { skipped: 1, superseded: 1, applied: 0 } });
  });

  it('holds what a newer release says, with all that follows, and goes on with everybody else', async () => {
    await mapping.createJob();
    const newer = mapping.message('scim-ingress', `user-${userId}`, 'directory.user-foreseen', {});
    const later = { ...changed(adele), version: 2 };
    await mapping.deliver(newer, later);
    userId = randomUUID();
    await mapping.deliver(created());
    expect(await types()).toEqual(['account-desired']);
    expect((await mapping.held()).map(({ version, reason }) => [version, reason])).toEqual([
      [1, 'the event catalogue does not know directory.user-foreseen'],
      [2, 'version 2 arrived where 1 is missing'],
    ]);
  });

  it('asks for a message that never came, once, and goes on when it does', async () => {
    await mapping.createJob();
    const missing = created();
    await mapping.deliver(changed(adele));
    await until(
      () => Promise.resolve(mapping.errors),
      (errors) => errors.length > 0,
    );
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect(mapping.errors.splice(0)).toEqual([
      `scim-ingress/user-${userId}: version 1 is missing; waybill replay scim-ingress publishes it again`,
    ]);
    await mapping.deliver(missing);
    await until(mapping.held, (held) => held.length === 0);
    expect(await types()).toEqual(['account-desired', 'account-desired']);
  });
});
