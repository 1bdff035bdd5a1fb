import { randomUUID } from 'node:crypto';
import { readStream } from '@waybill/event-log';
import { eventually } from '@waybill/testing';
import { type Ingress, patchOp, person, startIngress } from './testing/running-ingress';

const groupUrn = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const team = (displayName: string, ...members: string[]) => ({
  schemas: [groupUrn, 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group'],
  displayName,
  members: members.map((value) => ({ value })),
});

describe('groups at the SCIM endpoint', () => {
  let ingress: Ingress;
  let sequence = 0;
  beforeAll(async () => (ingress = await startIngress()));
  afterAll(() => ingress.stop());

  const created = async (path: string, body: object) => (await ingress.ask('POST', path, body)).body.id as string;
  const somebody = () => created('/Users', person(`somebody${(sequence += 1)}@contoso.com`));
  const someGroup = (...members: string[]) => created('/Groups', team(`Group ${(sequence += 1)}`, ...members));
  const membersOf = async (id: string) =>
    (((await ingress.ask('GET', `/Groups/${id}`)).body.members ?? []) as { value: string }[]).map(({ value }) => value);
  const add = (id: string, ...members: string[]) =>
    ingress.ask(
      'PATCH',
      `/Groups/${id}`,
      patchOp({ op: 'Add', path: 'members', value: members.map((value) => ({ $ref: null, value })) }),
    );
  const find = async (path: string, filter: string, more: Record<string, string> = {}) =>
    (await ingress.ask('GET', `${path}?${new URLSearchParams({ filter, ...more }).toString()}`)).body;

  it('creates one as Azure AD does, and tells its members with their types', async () => {
    const [ann, nested] = [await somebody(), await someGroup()];
    const { status, body, headers } = await ingress.ask('POST', '/Groups', team('Engineering', ann, nested));
    expect(status).toBe(201);
    expect(body.schemas).toEqual([groupUrn]);
    expect(headers.etag).toBe('W/"2"');
    const base = (body.meta.location as string).replace(/\/Groups\/.*/, '');
    const told = [
      { value: ann, $ref: `${base}/Users/${ann}`, type: 'User' },
      { value: nested, $ref: `${base}/Groups/${nested}`, type: 'Group' },
    ].sort((one, other) => (one.value < other.value ? -1 : 1));
    expect(body.members).toEqual(told);
    expect((await ingress.ask('GET', `/Groups/${body.id}`)).body).toEqual(body);
    expect((await ingress.ask('POST', '/Groups', team('ENGINEERING'))).body).toMatchObject({
      status: '409',
      scimType: 'uniqueness',
    });
  });

  it('answers the PATCH of a group with 204, and with 200 where attributes are asked for', async () => {
    const [id, ann] = [await someGroup(), await somebody()];
    const first = await add(id, ann);
    expect(first).toMatchObject({ status: 204, body: undefined, headers: { etag: 'W/"2"' } });
    expect((await add(id, ann)).headers.etag).toBe('W/"2"');
    const rename = patchOp({ op: 'Replace', path: 'displayName', value: 'Renamed' });
    const shown = await ingress.ask('PATCH', `/Groups/${id}?attributes=displayName`, rename);
    expect(shown).toMatchObject({ status: 200, body: { id, displayName: 'Renamed' } });
    expect(shown.body).not.toHaveProperty('members');
  });

  it('finds groups by name and by member, without their members where those are excluded', async () => {
    const [ann, bob] = [await somebody(), await somebody()];
    const id = await created('/Groups', team('R&D "all" %_', ann));
    const byName = await find('/Groups', 'displayName eq "r&d \\"all\\" %_"', { excludedAttributes: 'members' });
    expect(byName).toMatchObject({ totalResults: 1, Resources: [{ id }] });
    expect(byName.Resources[0]).not.toHaveProperty('members');
    for (const [filter, total] of [
      [`id eq "${id}" and members eq "${ann}"`, 1],
      [`id eq "${id}" and members eq "${bob}"`, 0],
      [`members.value eq "${ann}"`, 1],
      [`members[value eq "${ann}"]`, 1],
      ['displayName eq "%"', 0],
      ['displayName eq "R&D .all. %_"', 0],
    ] as const) {
      expect({ filter, total: (await find('/Groups', filter)).totalResults }).toEqual({ filter, total });
    }
  });

  it('tells a user which groups he is in, through other groups too, even where groups contain each other', async () => {
    const ann = await somebody();
    const inner = await someGroup(ann);
    const outer = await someGroup(inner);
    await add(inner, outer);
    const { groups } = (await ingress.ask('GET', `/Users/${ann}`)).body as {
      groups: { value: string; type: string }[];
    };
    const told = groups.map(({ value, type }) => [value, type]).sort();
    expect(told).toEqual(
      [
        [inner, 'direct'],
        [outer, 'indirect'],
      ].sort(),
    );
    expect((await find('/Users', `groups.value eq "${inner}"`)).Resources).toMatchObject([{ id: ann }]);
    expect((await ingress.ask('GET', `/Users/${ann}?excludedAttributes=groups`)).body).not.toHaveProperty('groups');
  });

  it('lets a deleted user out of his groups at once, and then tells each group once', async () => {
    const [ann, bob] = [await somebody(), await somebody()];
    const ids = [await someGroup(ann, bob), await someGroup(ann)];
    await ingress.ask('DELETE', `/Users/${ann}`);
    expect(await membersOf(ids[0] as string)).toEqual([bob]);
    expect(await membersOf(ids[1] as string)).toEqual([]);
    expect((await find('/Groups', `members eq "${ann}"`)).totalResults).toBe(0);
    const toldOf = async (id: string) =>
      (await readStream(ingress.host.pool, `group-${id}`)).flatMap(({ type, data }) =>
        type === 'directory.members-changed' ? [data] : [],
      );
    for (const id of ids) {
      await eventually(async () => (await toldOf(id)).length > 1);
      const told = [{ cause: 'requested' }, { cause: 'member-deleted', removed: [ann] }];
      expect(await toldOf(id)).toMatchObject(told);
    }
    // Whoever sends the same hours later brings nobody back.
    await add(ids[1] as string, ann);
    expect(await membersOf(ids[1] as string)).toEqual([]);
  });

  it('shows nobody the groups of another job that names him', async () => {
    const other = randomUUID();
    await ingress.connectJob(other);
    await ingress.issueToken(other, 'other-token');
    const asked = { job: other, token: 'other-token' };
    const ann = await somebody();
    const theirs = await ingress.ask('POST', '/Groups', team('Theirs', ann), asked);
    expect(theirs.body.members).toEqual([{ value: ann }]);
    for (const { body } of [
      await ingress.ask('GET', `/Users/${ann}`),
      await ingress.ask('PATCH', `/Users/${ann}`, patchOp({ op: 'add', path: 'title', value: 'x' })),
      { body: (await find('/Users', `id eq "${ann}"`)).Resources[0] },
    ]) {
      expect(body).not.toHaveProperty('groups');
    }
    expect((await find('/Users', `groups.value eq "${theirs.body.id}"`)).totalResults).toBe(0);
    await ingress.ask('DELETE', `/Users/${ann}`);
    const { body } = await ingress.ask('GET', `/Groups/${theirs.body.id}`, undefined, asked);
    expect(body.members).toEqual([{ value: ann }]);
  });

  it('is left with what a PUT names, and empties only where that is asked for', async () => {
    const [ann, bob] = [await somebody(), await somebody()];
    const id = await someGroup(ann);
    const put = await ingress.ask('PUT', `/Groups/${id}`, team('Put', bob));
    expect(put).toMatchObject({ status: 200, body: { displayName: 'Put', members: [{ value: bob }] } });
    const remove = { op: 'Remove', path: 'members', value: [{ $ref: null, value: ann }] };
    await ingress.ask('PATCH', `/Groups/${id}`, patchOp(remove));
    expect(await membersOf(id)).toEqual([bob]);
    await ingress.ask('PATCH', `/Groups/${id}`, patchOp({ op: 'replace', path: 'members', value: [] }));
    expect(await membersOf(id)).toEqual([]);
  });

  it('is as lenient as the job is switched to be', async () => {
    const set = (switches: object) => ingress.manage('PATCH', '/scim', { switches });
    const strict = { danglingMembers: 'refuse', groupPatchAnswer: 'resource', groupDisplayNames: 'any' };
    expect((await set(strict)).body.switches).toMatchObject(strict);
    const [ann, id] = [await somebody(), await created('/Groups', team('Twins'))];
    expect((await ingress.ask('POST', '/Groups', team('twins'))).status).toBe(201);
    expect(await add(id, ann)).toMatchObject({ status: 200, body: { members: [{ value: ann }] } });
    expect(await add(id, 'nobody')).toMatchObject({ status: 400, body: { scimType: 'invalidValue' } });
    await set({ danglingMembers: 'keep', groupPatchAnswer: 'noContent', groupDisplayNames: 'unique' });
    expect((await ingress.ask('POST', '/Groups', team('TWINS'))).status).toBe(201);
    expect((await ingress.ask('POST', '/Groups', team('Twins'))).status).toBe(409);
  });

  it('is deleted with all it had', async () => {
    const ann = await somebody();
    const id = await someGroup(ann);
    expect((await ingress.ask('DELETE', `/Groups/${id}`)).status).toBe(204);
    expect((await ingress.ask('DELETE', `/Groups/${id}`)).status).toBe(404);
    expect((await ingress.ask('GET', `/Users/${ann}`)).body).not.toHaveProperty('groups');
  });

  it('keeps all of 64 members that are added at once, over many rounds', async () => {
    for (let round = 0; round < 50; round += 1) {
      const id = await someGroup();
      const ids = Array.from({ length: 64 }, (_, n) => `member-${n}`);
      const answers = await Promise.all(ids.map((member) => add(id, member)));
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([204]));
      expect((await membersOf(id)).sort()).toEqual([...ids].sort());
    }
  });

  it('takes 50,000 members with one request, and tells them all', async () => {
    const ids = Array.from({ length: 50_000 }, (_, n) => `member-${String(n).padStart(5, '0')}`);
    const id = await someGroup();
    expect((await add(id, ...ids)).status).toBe(204);
    expect(await membersOf(id)).toEqual(ids);
    expect(await add(id, ...ids, 'one-more')).toMatchObject({
      status: 413,
      body: { detail: 'A request may name 50000 values of "members".' },
    });
  });
});
