import { type Ingress, patchOp, startIngress } from '../testing/running-ingress';

/** The checks of Microsoft's SCIM Validator, those that do not fail its run included (scim.md §3.1). */

const urn = {
  user: 'urn:ietf:params:scim:schemas:core:2.0:User',
  enterprise: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
  group: 'urn:ietf:params:scim:schemas:core:2.0:Group',
};

let sequence = 0;
const fresh = () => `validator${(sequence += 1)}`;

const wholeUser = (name: string) => ({
  schemas: [urn.user, urn.enterprise],
  userName: `${name}@contoso.com`,
  externalId: name,
  displayName: name,
  active: true,
  title: 'Title',
  preferredLanguage: 'en-US',
  timezone: 'Europe/Berlin',
  name: { givenName: 'Given', familyName: 'Family', formatted: 'Given Family' },
  emails: [{ type: 'work', value: `${name}@contoso.com`, primary: true }],
  phoneNumbers: [
    { type: 'work', value: '+1 (425) 555-0100' },
    { type: 'mobile', value: '1.2.3' },
  ],
  addresses: [{ type: 'work', streetAddress: '1 Way', country: 'United States' }],
  roles: [{ primary: 'True', type: 'Role', value: 'admin', display: 'Admin' }],
  [urn.enterprise]: { employeeNumber: '7', department: 'Retail', costCenter: 'C' },
});

describe("Microsoft's validator", () => {
  let ingress: Ingress;
  beforeAll(async () => (ingress = await startIngress()));
  afterAll(() => ingress.stop());

  const find = async (path: string, filter: string, more: Record<string, string> = {}) => {
    const { status, body, headers } = await ingress.ask(
      'GET',
      `${path}?${new URLSearchParams({ filter, ...more }).toString()}`,
    );
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('application/scim+json');
    return body as { totalResults: number; Resources: Record<string, unknown>[] };
  };
  const created = async (path: string, body: object) => {
    const answer = await ingress.ask('POST', path, body);
    expect(answer.status).toBe(201);
    return answer.body as Record<string, unknown> & { id: string };
  };
  const user = (name = fresh()) => created('/Users', wholeUser(name));
  const group = (displayName = fresh()) =>
    created('/Groups', { schemas: [urn.group], displayName, externalId: displayName });
  const patched = async (path: string, ...operations: object[]) => {
    const { status } = await ingress.ask('PATCH', path, patchOp(...operations));
    expect([200, 204]).toContain(status);
    return (await ingress.ask('GET', path)).body as Record<string, unknown>;
  };

  describe('of users', () => {
    it('creates one, and finds every attribute that was sent', async () => {
      const name = fresh();
      await user(name);
      const { totalResults, Resources } = await find('/Users', `userName eq "${name}@contoso.com"`);
      expect(totalResults).toBe(1);
      const sent = wholeUser(name);
      expect(Resources[0]).toMatchObject({ ...sent, roles: [{ ...sent.roles[0], primary: true }] });
    });

    it('refuses the same again, and finds in any letter case, and nobody who is not there', async () => {
      const name = fresh();
      await user(name);
      expect((await ingress.ask('POST', '/Users', wholeUser(name))).status).toBe(409);
      expect((await find('/Users', `userName eq "${name.toUpperCase()}@CONTOSO.com"`)).totalResults).toBe(1);
      expect(await find('/Users', 'userName eq "nobody"')).toMatchObject({ totalResults: 0, Resources: [] });
    });

    it.each<[string, object[], object]>([
      [
        'replaces attributes one by one',
        [
          { op: 'Replace', path: 'displayName', value: 'Other' },
          { op: 'Replace', path: 'emails[type eq "work"].value', value: 'other@contoso.com' },
          { op: 'Replace', path: 'name.familyName', value: 'Other' },
          { op: 'Replace', path: `${urn.enterprise}:department`, value: 'Other' },
        ],
        {
          displayName: 'Other',
          emails: [{ value: 'other@contoso.com' }],
          name: { familyName: 'Other', givenName: 'Given' },
          [urn.enterprise]: { department: 'Other', costCenter: 'C' },
        },
      ],
      [
        'changes the userName',
        [{ op: 'replace', path: 'userName', value: 'renamed@contoso.com' }],
        { userName: 'renamed@contoso.com' },
      ],
      [
        'takes several operations on different attributes',
        [
          { op: 'add', path: 'nickName', value: 'N' },
          { op: 'replace', value: { title: 'T' } },
        ],
        { nickName: 'N', title: 'T' },
      ],
      [
        'takes several operations on the same attribute, in their order',
        [
          { op: 'replace', path: 'title', value: 'first' },
          { op: 'remove', path: 'title' },
          { op: 'add', path: 'title', value: 'last' },
        ],
        { title: 'last' },
      ],
    ])('%s', async (_, operations, expected) => {
      const { id } = await user();
      expect(await patched(`/Users/${id}`, ...operations)).toMatchObject(expected);
    });

    it('disables one, who is found all the same and says so', async () => {
      const { id, userName } = await user();
      await patched(`/Users/${id}`, { op: 'Replace', path: 'active', value: 'False' });
      expect((await find('/Users', `userName eq "${String(userName)}"`)).Resources).toMatchObject([
        { id, active: false },
      ]);
    });

    it('sets, changes and takes away a manager', async () => {
      const [{ id }, first, second] = [await user(), await user(), await user()];
      const path = `${urn.enterprise}:manager`;
      const manager = async (operation: object) =>
        ((await patched(`/Users/${id}`, operation))[urn.enterprise] as { manager?: { value: string } }).manager;
      expect(await manager({ op: 'Add', path, value: first.id })).toMatchObject({ value: first.id });
      expect(await manager({ op: 'Replace', path, value: second.id })).toMatchObject({ value: second.id });
      expect(await manager({ op: 'Remove', path })).toBeUndefined();
    });

    it('deletes one, once', async () => {
      const { id } = await user();
      const path = `/Users/${id}`;
      expect((await ingress.ask('DELETE', path)).status).toBe(204);
      expect((await ingress.ask('GET', path)).status).toBe(404);
      expect((await ingress.ask('DELETE', path)).status).toBe(404);
      expect((await ingress.ask('DELETE', '/Users/unknown')).status).toBe(404);
    });
  });

  describe('of groups', () => {
    it('creates one, refuses the same again, and finds it with and without members', async () => {
      const name = fresh();
      const { id } = await group(name);
      expect((await ingress.ask('POST', '/Groups', { schemas: [urn.group], displayName: name })).status).toBe(409);
      const member = await user();
      await patched(`/Groups/${id}`, { op: 'Add', path: 'members', value: [{ $ref: null, value: member.id }] });
      for (const filter of [`displayName eq "${name}"`, `displayName eq "${name.toUpperCase()}"`]) {
        const without = await find('/Groups', filter, { excludedAttributes: 'members' });
        expect(without.Resources).toHaveLength(1);
        expect(without.Resources[0]).not.toHaveProperty('members');
        expect((await find('/Groups', filter)).Resources).toMatchObject([{ members: [{ value: member.id }] }]);
      }
      expect((await find('/Groups', 'displayName eq "nothing"')).totalResults).toBe(0);
      expect((await ingress.ask('GET', `/Groups/${id}?excludedAttributes=members`)).body).not.toHaveProperty('members');
    });

    it('changes names, adds and removes a member, and deletes it, once', async () => {
      const [{ id }, member] = [await group(), await user()];
      const path = `/Groups/${id}`;
      const renamed = await patched(
        path,
        { op: 'Replace', path: 'displayName', value: fresh() },
        { op: 'Replace', path: 'externalId', value: 'x' },
      );
      expect(renamed).toMatchObject({ externalId: 'x' });
      const value = [{ $ref: null, value: member.id }];
      expect(await patched(path, { op: 'Add', path: 'members', value })).toMatchObject({
        members: [{ value: member.id }],
      });
      expect(await patched(path, { op: 'Remove', path: 'members', value })).not.toHaveProperty('members');
      expect((await ingress.ask('DELETE', path)).status).toBe(204);
      expect((await ingress.ask('GET', path)).status).toBe(404);
      expect((await ingress.ask('DELETE', path)).status).toBe(404);
    });
  });
});
