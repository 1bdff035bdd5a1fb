import { type Ingress, patchOp, person, startIngress } from './testing/running-ingress';

const searchRequest = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest';

describe('lists at the SCIM endpoint', () => {
  let ingress: Ingress;
  const names = ['Zoë', 'adam', 'Bob', 'ÉVA', 'carl', 'Dora', 'éric'];
  beforeAll(async () => {
    ingress = await startIngress();
    for (const [n, name] of names.entries()) {
      const title = n % 2 ? { title: `T${n}` } : {};
      await ingress.ask('POST', '/Users', person(`user${n}@contoso.com`, { displayName: name, ...title }));
    }
    await ingress.ask('POST', '/Groups', {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
      displayName: 'adam',
    });
  });
  afterAll(() => ingress.stop());

  const list = async (query: Record<string, string>, path = '/Users') =>
    ingress.ask('GET', `${path}?${new URLSearchParams(query).toString()}`);
  const shown = (body: { Resources: Record<string, string>[] }, attribute = 'displayName') =>
    body.Resources.map((each) => each[attribute]);

  it.each<[string, Record<string, string>, (string | undefined)[]]>([
    ['by a text, letter case aside', { sortBy: 'displayName' }, ['adam', 'Bob', 'carl', 'Dora', 'Zoë', 'éric', 'ÉVA']],
    [
      'by a text, the other way round',
      { sortBy: 'DISPLAYNAME', sortOrder: 'descending' },
      ['ÉVA', 'éric', 'Zoë', 'Dora', 'carl', 'Bob', 'adam'],
    ],
    ['by creation', { sortBy: 'meta.created' }, names],
    ['by what is the same for all, and so by id', { sortBy: 'meta.resourceType', sortOrder: 'descending' }, names],
    ['what is missing comes last', { sortBy: 'title' }, ['adam', 'ÉVA', 'Dora', 'Zoë', 'Bob', 'carl', 'éric']],
    [
      'and first the other way round',
      { sortBy: 'title', sortOrder: 'descending' },
      ['Zoë', 'Bob', 'carl', 'éric', 'Dora', 'ÉVA', 'adam'],
    ],
  ])('sorts %s', async (_, query, expected) => {
    const { status, body } = await list(query);
    expect(status).toBe(200);
    expect(shown(body)).toEqual(expected);
  });

  it.each<Record<string, string>>([
    { count: '3', cursor: '' },
    { count: '2', cursor: '', sortBy: 'title' },
    { count: '2', cursor: '', sortBy: 'title', sortOrder: 'descending' },
    { count: '3', cursor: '', sortBy: 'displayName' },
    { count: '7', cursor: '' },
  ])('pages by cursor through everything once: %j', async (query) => {
    const seen: string[] = [];
    let cursor: string | undefined = '';
    for (let pages = 0; cursor !== undefined; pages += 1) {
      const { status, body } = await list({ ...query, cursor });
      expect(status).toBe(200);
      expect(body).not.toHaveProperty('startIndex');
      expect(body.totalResults).toBe(names.length);
      seen.push(...(shown(body) as string[]));
      cursor = body.nextCursor as string | undefined;
      expect(pages).toBeLessThan(names.length);
    }
    const all = shown((await list({ ...(query.sortBy ? query : {}), cursor: '', count: '50' })).body);
    expect(seen).toEqual(all);
  });

  it('pages on where somebody was added and changed meanwhile', async () => {
    const first = (await list({ cursor: '', count: '4' })).body;
    const { id } = first.Resources[0] as { id: string };
    await ingress.ask('PATCH', `/Users/${id}`, patchOp({ op: 'replace', path: 'nickName', value: 'Z' }));
    const added = await ingress.ask('POST', '/Users', person('late@contoso.com'));
    const second = (await list({ cursor: first.nextCursor as string, count: '4' })).body;
    const ids = [...first.Resources, ...second.Resources].map((each: { id: string }) => each.id);
    expect(new Set(ids).size).toBe(names.length + 1);
    expect(second).not.toHaveProperty('nextCursor');
    await ingress.ask('DELETE', `/Users/${added.body.id}`);
  });

  it.each<[string, Record<string, string>, string]>([
    ['a cursor that is none', { cursor: 'x' }, 'invalidCursor'],
    ['pages that are too large', { cursor: '', count: '201' }, 'invalidCount'],
    ['two ways of paging', { cursor: '', startIndex: '1' }, 'invalidValue'],
    ['an order by what is not known', { sortBy: 'shoeSize' }, 'invalidPath'],
    ['an order by what has no value of its own', { sortBy: 'name' }, 'invalidPath'],
    ['an order by all that the server knows', { sortBy: 'meta' }, 'invalidPath'],
    ['an order by a secret', { sortBy: 'password' }, 'invalidPath'],
    ['an order that is none', { sortBy: 'title', sortOrder: 'sideways' }, 'invalidValue'],
  ])('refuses %s', async (_, query, scimType) => {
    expect(await list(query)).toMatchObject({ status: 400, body: { scimType } });
  });

  it('sorts by versions as numbers, and by the beginning of texts, so that a cursor fits into a URL', async () => {
    const { body } = await ingress.ask('POST', '/Users', person('long@contoso.com', { title: 'z'.repeat(20_000) }));
    for (let version = 2; version <= 10; version += 1) {
      const change = patchOp({ op: 'replace', path: 'nickName', value: `V${version}` });
      await ingress.ask('PATCH', `/Users/${body.id}`, change);
    }
    const newest = await list({ sortBy: 'meta.version', sortOrder: 'descending', count: '1' });
    expect(newest.body.Resources[0]).toMatchObject({ id: body.id, meta: { version: 'W/"10"' } });
    const first = (await list({ sortBy: 'title', cursor: '', count: '4' })).body;
    expect(first.Resources[3].id).toBe(body.id);
    expect(first.nextCursor.length).toBeLessThan(3_000);
    const rest = (await list({ sortBy: 'title', cursor: first.nextCursor as string, count: '4' })).body;
    expect(rest.itemsPerPage).toBe(names.length + 1 - 4);
    await ingress.ask('DELETE', `/Users/${body.id}`);
  });

  it('passes over what comes before a page, whatever is listed', async () => {
    const page = async (startIndex: string) => shown((await list({ startIndex, count: '2' })).body);
    expect([await page('2'), await page('6'), await page('8')]).toEqual([['adam', 'Bob'], ['Dora', 'éric'], []]);
  });

  it('never tells a part of the members, over all types neither', async () => {
    const { id } = (await list({ filter: 'displayName eq "adam"' }, '/Groups')).body.Resources[0] as { id: string };
    await ingress.host.pool.query(
      `INSERT INTO group_member_v1 (group_id, member, job) SELECT $1, 'm' || n, $2 FROM generate_series(1, 200001) n`,
      [id, ingress.jobId],
    );
    for (const path of ['/Groups', '']) {
      expect(await list({ filter: 'displayName eq "adam"' }, path)).toMatchObject({
        status: 400,
        body: { scimType: 'tooMany' },
      });
    }
    await ingress.host.pool.query('DELETE FROM group_member_v1 WHERE group_id = $1', [id]);
  });

  it('takes the same parameters in a body', async () => {
    const asked = { schemas: [searchRequest], filter: 'displayName eq "ADAM"', attributes: ['displayName'] };
    const { status, body } = await ingress.ask('POST', '/Users/.search', { ...asked, startIndex: 1, count: 5 });
    expect(status).toBe(200);
    expect(body).toMatchObject({ totalResults: 1, startIndex: 1, itemsPerPage: 1 });
    expect(Object.keys(body.Resources[0] as object).sort()).toEqual(['displayName', 'id', 'schemas']);
    const unassigned = { ...asked, attributes: [], excludedAttributes: ['userName'], filter: null };
    const whole = (await ingress.ask('POST', '/Users/.search', unassigned)).body;
    expect(whole.totalResults).toBe(names.length);
    expect(whole.Resources[0]).toMatchObject({ displayName: 'Zoë' });
    for (const wrong of [{ filter: 'title pr' }, { ...asked, count: 'many' }, { ...asked, attributes: 7 }, []]) {
      expect((await ingress.ask('POST', '/Users/.search', wrong)).status).toBe(400);
    }
  });

  it('lists over all types, page by page', async () => {
    const all = (await ingress.ask('POST', '/.search', { schemas: [searchRequest], filter: 'displayName eq "adam"' }))
      .body;
    expect(all.Resources.map((each: { meta: { resourceType: string } }) => each.meta.resourceType)).toEqual([
      'User',
      'Group',
    ]);
    const onlyUsers = (await list({ filter: 'userName pr' }, '')).body;
    expect(onlyUsers.totalResults).toBe(names.length);
    const second = (await list({ startIndex: String(names.length), count: '5' }, '')).body;
    expect(second.totalResults).toBe(names.length + 1);
    expect(shown(second)).toEqual(['éric', 'adam']);
  });

  it('is as lenient as the job is switched to be', async () => {
    const set = (switches: object) => ingress.manage('PATCH', '/scim', { switches });
    const unquoted = { filter: 'displayName eq adam' };
    expect((await list(unquoted)).body).toMatchObject({ scimType: 'invalidFilter' });
    await set({ unquotedFilterValues: 'accept', discoveryFilter: 'ignore' });
    expect((await list(unquoted)).body.totalResults).toBe(1);
    expect((await ingress.ask('GET', '/Schemas?filter=id%20pr')).body.totalResults).toBe(3);
    await set({ unquotedFilterValues: 'refuse', discoveryFilter: 'refuse', requestsPerSecond: 1 });
    const answers = await Promise.all(Array.from({ length: 5 }, () => list({ count: '0' })));
    const refused = answers.find(({ status }) => status === 429);
    expect(refused).toMatchObject({ body: { status: '429' }, headers: { 'retry-after': '1' } });
    await set({ requestsPerSecond: 10_000 });
  });

  it('tells what it can do, from the data that decide it', async () => {
    const config = await ingress.ask('GET', '/ServiceProviderConfig', undefined, { token: null });
    expect(config).toMatchObject({ status: 200, body: { patch: { supported: true }, filter: { maxResults: 200 } } });
    const types = (await ingress.ask('GET', '/ResourceTypes')).body;
    expect(types.Resources.map(({ id }: { id: string }) => id)).toEqual(['User', 'Group']);
    const schemas = (await ingress.ask('GET', '/Schemas')).body;
    expect(schemas.totalResults).toBe(3);
    const [user] = schemas.Resources as { id: string; meta: { location: string }; attributes: { name: string }[] }[];
    expect(user?.attributes.find(({ name }) => name === 'userName')).toMatchObject({
      type: 'string',
      required: true,
      uniqueness: 'server',
      mutability: 'readWrite',
      returned: 'default',
      caseExact: false,
      multiValued: false,
    });
    expect(JSON.stringify(schemas)).not.toContain('null');
    expect((await ingress.ask('GET', `/Schemas/${user?.id.toUpperCase()}`)).body).toEqual(user);
    expect((await ingress.ask('GET', '/ResourceTypes/Nothing')).status).toBe(404);
    expect((await ingress.ask('GET', '/Schemas?filter=id%20pr')).status).toBe(403);
    expect(await ingress.ask('POST', '/Schemas', {})).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } });
    expect((await ingress.ask('GET', '/Me')).status).toBe(501);
  });
});
