import { type Ingress, patchOp, startIngress } from '../testing/running-ingress';

/** Okta's SPEC test and what it sends when it manages users and groups (scim.md §3.3). */

const userUrn = 'urn:ietf:params:scim:schemas:core:2.0:User';
const groupUrn = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const listUrn = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';
const errorUrn = 'urn:ietf:params:scim:api:messages:2.0:Error';

const runscope = (userName: string) => ({
  schemas: [userUrn],
  userName,
  name: { givenName: 'Runscope', familyName: 'Test' },
  emails: [{ primary: true, value: userName, type: 'work' }],
  displayName: 'Runscope Test',
  locale: 'en-US',
  externalId: '00ujl29u0le5T6Aj10h7',
  groups: [],
  password: '1mz050nq',
  active: true,
});

describe("Okta's SPEC test", () => {
  let ingress: Ingress;
  let seeded: string;
  beforeAll(async () => {
    ingress = await startIngress();
    seeded = (await ingress.ask('POST', '/Users', runscope('seed@contoso.com'))).body.id as string;
  });
  afterAll(() => ingress.stop());

  const json = { headers: { 'content-type': 'application/json' } };
  const filtered = (filter: string) =>
    ingress.ask('GET', `/Users?${new URLSearchParams({ filter, startIndex: '1', count: '100' }).toString()}`);

  it('1: the first user has what Okta reads', async () => {
    const { status, body } = await ingress.ask('GET', '/Users?count=1&startIndex=1');
    expect(status).toBe(200);
    expect(body).toMatchObject({ schemas: [listUrn], itemsPerPage: 1, startIndex: 1, totalResults: 1 });
    expect(body.Resources[0]).toMatchObject({
      id: seeded,
      name: { familyName: 'Test', givenName: 'Runscope' },
      userName: 'seed@contoso.com',
      active: true,
      emails: [{ value: 'seed@contoso.com' }],
    });
    expect(body.Resources[0]).not.toHaveProperty('password');
  });

  it('2 to 5: one is read, and nobody is found who is not there', async () => {
    expect(await ingress.ask('GET', `/Users/${seeded}`)).toMatchObject({ status: 200, body: { id: seeded } });
    expect(await filtered('userName eq "nobody@contoso.com"')).toMatchObject({
      status: 200,
      body: { schemas: [listUrn], totalResults: 0 },
    });
    for (const id of ['010101001010101011001010101011', '00000000-0000-7000-8000-000000000000']) {
      const { status, body } = await ingress.ask('GET', `/Users/${id}`);
      expect({ status, ...body }).toEqual({ status: '404', schemas: [errorUrn], detail: expect.any(String) as string });
    }
  });

  it('6 to 9: one is made as JSON, read back, refused a second time, and found in capitals', async () => {
    const made = await ingress.ask('POST', '/Users', runscope('okta@contoso.com'), json);
    expect(made).toMatchObject({
      status: 201,
      body: { active: true, userName: 'okta@contoso.com', schemas: [userUrn] },
    });
    expect((await ingress.ask('GET', `/Users/${made.body.id}`)).body).toEqual(made.body);
    expect((await ingress.ask('POST', '/Users', runscope('okta@contoso.com'), json)).status).toBe(409);
    expect((await filtered('userName eq "OKTA@CONTOSO.COM"')).body.totalResults).toBe(1);
  });

  it('10 to 12: groups are listed, and who may not ask is told so', async () => {
    expect((await ingress.ask('GET', '/Groups')).status).toBe(200);
    const refused = await ingress.ask('GET', '/Groups', undefined, {
      token: null,
      headers: { authorization: 'non-token' },
    });
    expect(refused).toMatchObject({
      status: 401,
      body: { status: '401', schemas: [errorUrn], detail: expect.any(String) as string },
    });
    expect((await ingress.ask('GET', '/Users/unknown')).body).toMatchObject({ status: '404' });
  });

  it('replaces the whole of a user that was read, and disables him without a path', async () => {
    const { body: read } = await ingress.ask('GET', `/Users/${seeded}`);
    const put = await ingress.ask('PUT', `/Users/${seeded}`, {
      ...read,
      password: 'x',
      name: { ...read.name, givenName: 'Changed' },
    });
    expect(put).toMatchObject({
      status: 200,
      body: { id: seeded, name: { givenName: 'Changed', familyName: 'Test' } },
    });
    const disabled = await ingress.ask(
      'PATCH',
      `/Users/${seeded}`,
      patchOp({ op: 'replace', value: { active: false } }),
    );
    expect(disabled.body).toMatchObject({ active: false });
  });

  it('pushes a group with members, renames it, removes one and replaces all', async () => {
    const other = (await ingress.ask('POST', '/Users', runscope('other@contoso.com'))).body.id as string;
    const members = [{ value: seeded, display: 'seed@contoso.com' }];
    const { body } = await ingress.ask('POST', '/Groups', { schemas: [groupUrn], displayName: 'Okta', members });
    const path = `/Groups/${body.id}`;
    const valuesAfter = async (method: 'PATCH' | 'PUT', sent: object) => {
      expect([200, 204]).toContain((await ingress.ask(method, path, sent)).status);
      const { displayName, members: now = [] } = (await ingress.ask('GET', path)).body;
      return [displayName, ...(now as { value: string }[]).map(({ value }) => value)];
    };
    const rename = patchOp({ op: 'replace', value: { id: body.id as string, displayName: 'Renamed' } });
    expect(await valuesAfter('PATCH', rename)).toEqual(['Renamed', seeded]);
    const remove = patchOp({ op: 'remove', path: `members[value eq "${seeded}"]` });
    expect(await valuesAfter('PATCH', remove)).toEqual(['Renamed']);
    const whole = { schemas: [groupUrn], displayName: 'Renamed', members: [{ value: other }] };
    expect(await valuesAfter('PUT', whole)).toEqual(['Renamed', other]);
  });
});
