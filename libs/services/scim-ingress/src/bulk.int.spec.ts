import { type Ingress, patchOp, person, startIngress } from './testing/running-ingress';

const bulkRequest = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';
const groupUrn = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const team = (displayName: string, ...members: string[]) => ({
  schemas: [groupUrn],
  displayName,
  members: members.map((value) => ({ value })),
});

type Entry = Record<string, never> & { status: string; location?: string; response?: { scimType?: string } };

describe('bulk requests', () => {
  let ingress: Ingress;
  beforeAll(async () => (ingress = await startIngress()));
  afterAll(() => ingress.stop());

  const bulk = async (Operations: unknown, more: object = {}) => {
    const { status, body } = await ingress.ask('POST', '/Bulk', { schemas: [bulkRequest], ...more, Operations });
    return { status, entries: (body.Operations ?? []) as Entry[], body };
  };
  const post = (bulkId: string, path: string, data: object) => ({ method: 'POST', path, bulkId, data });
  const at = async ({ location = '' }: Entry) => (await ingress.ask('GET', location.replace(/^.*\/v2/, ''))).body;
  const valuesOf = ({ members = [] }: { members?: { value: string }[] }) => members.map(({ value }) => value).sort();

  it('creates, changes and deletes, and tells what became of each', async () => {
    const { status, entries } = await bulk([
      post('ann', '/Users', person('ann@contoso.com')),
      post('team', '/Groups', team('Team', 'bulkId:ann')),
      { method: 'PATCH', path: '/Users/bulkId:ann', data: patchOp({ op: 'add', path: 'title', value: 'CEO' }) },
      { method: 'put', path: '/Users/bulkId:ann', version: 'W/"7"', data: person('ann@contoso.com') },
      { method: 'DELETE', path: '/Groups/bulkId:team' },
      post('twin', '/Users', person('ANN@contoso.com')),
    ]);
    expect(status).toBe(200);
    expect(entries.map((entry) => entry.status)).toEqual(['201', '201', '200', '412', '204', '409']);
    expect(entries[0]).toMatchObject({ method: 'POST', bulkId: 'ann', version: 'W/"1"' });
    expect(entries[5]?.response).toMatchObject({ status: '409', scimType: 'uniqueness' });
    expect(entries[5]).not.toHaveProperty('location');
    expect(await at(entries[0] as Entry)).toMatchObject({ userName: 'ann@contoso.com', title: 'CEO' });
  });

  it('does what is referred to first, and completes what refers to each other', async () => {
    const { entries } = await bulk([
      post('a', '/Groups', team('A', 'bulkId:b', 'bulkId:late')),
      post('b', '/Groups', team('B', 'bulkId:a')),
      post('late', '/Users', person('late@contoso.com')),
      post('self', '/Groups', { ...team('Self'), members: ['bulkId:self'] }),
    ]);
    expect(entries.map((entry) => entry.status)).toEqual(['201', '201', '201', '201']);
    const [a, b, late, self] = await Promise.all(entries.map(at));
    expect(valuesOf(a)).toEqual([b.id, late.id].sort());
    expect(valuesOf(b)).toEqual([a.id]);
    expect(valuesOf(self)).toEqual([self.id]);
  });

  it('completes what refers to each other before the next operation changes it', async () => {
    const { entries } = await bulk([
      post('c', '/Groups', team('C', 'bulkId:d')),
      post('d', '/Groups', team('D', 'bulkId:c')),
      { method: 'PUT', path: '/Groups/bulkId:d', version: 'W/"2"', data: team('Emptied') },
      { method: 'DELETE', path: '/Groups/bulkId:c' },
    ]);
    expect(entries.map(({ status, version }) => [status, version])).toEqual([
      ['201', 'W/"2"'],
      ['201', 'W/"2"'],
      ['200', 'W/"4"'],
      ['204', undefined],
    ]);
    const emptied = await at(entries[1] as Entry);
    expect(emptied).toMatchObject({ displayName: 'Emptied', meta: { version: 'W/"4"' } });
    expect(valuesOf(emptied)).toEqual([]);
  });

  it('does so too where the change comes first', async () => {
    const { entries } = await bulk([
      { method: 'PUT', path: '/Groups/bulkId:own', data: team('Not its own any more') },
      post('own', '/Groups', team('Own', 'bulkId:own')),
    ]);
    expect(entries.map(({ status }) => status)).toEqual(['200', '201']);
    expect(valuesOf(await at(entries[1] as Entry))).toEqual([]);
  });

  it('counts what could not be completed as one failure', async () => {
    await ingress.ask('POST', '/Groups', team('Counted'));
    const { entries } = await bulk(
      [
        post('wrong', '/Groups', team('Counted', 'bulkId:held')),
        post('held', '/Groups', team('Held', 'bulkId:wrong')),
        { method: 'DELETE', path: '/Users/1' },
        { method: 'DELETE', path: '/Users/2' },
      ],
      { failOnErrors: 3 },
    );
    expect(entries.map(({ status }) => status)).toEqual(['409', '409', '404']);
  });

  it('leaves nothing behind of what could not be completed', async () => {
    await ingress.ask('POST', '/Groups', team('Taken'));
    const { entries } = await bulk([
      post('wrong', '/Groups', team('Taken', 'bulkId:alone')),
      post('alone', '/Groups', team('Alone', 'bulkId:wrong')),
    ]);
    expect(entries.map(({ status, location }) => [status, location])).toEqual([
      ['409', undefined],
      ['409', undefined],
    ]);
    const again = await bulk([post('alone', '/Groups', team('Alone'))]);
    expect(again.entries[0]?.status).toBe('201');
  });

  it('resolves references in the filter of a PATCH path', async () => {
    const { entries } = await bulk([
      post('member', '/Users', person('member@contoso.com')),
      post('club', '/Groups', team('Club', 'bulkId:member')),
      {
        method: 'PATCH',
        path: '/Groups/bulkId:club',
        data: patchOp({ op: 'remove', path: 'members[value eq "bulkId:member"]' }),
      },
      {
        method: 'PATCH',
        path: '/Groups/bulkId:club',
        data: patchOp({ op: 'remove', path: 'members[value eq "bulkId:nobody"]' }),
      },
    ]);
    expect(entries.map(({ status }) => status)).toEqual(['201', '201', '200', '409']);
    expect(valuesOf(await at(entries[1] as Entry))).toEqual([]);
  });

  it('takes a bulkId once', async () => {
    const { entries } = await bulk([
      post('once', '/Users', person('once@contoso.com')),
      post('once', '/Users', person('twice@contoso.com')),
      { method: 'DELETE', path: '/Users/bulkId:once' },
    ]);
    expect(entries.map(({ status }) => status)).toEqual(['201', '400', '204']);
    expect(entries[2]?.location).toBe(entries[0]?.location);
  });

  it('takes whole paths of its job, and tells where a resource is, not what it was asked by', async () => {
    const path = new URL(`${ingress.base}/Users/1`).pathname;
    const { entries } = await bulk([
      { method: 'DELETE', path },
      { method: 'DELETE', path: '/Users/bulkId:nobody' },
      { method: 'DELETE', path: 'Users' },
    ]);
    expect(entries.map(({ status, location }) => [status, location?.replace(/^.*\/v2/, '')])).toEqual([
      ['404', '/Users/1'],
      ['409', undefined],
      ['400', undefined],
    ]);
  });

  it('resolves references at any depth, and refuses those to nothing with 409', async () => {
    const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
    const { entries } = await bulk([
      post('report', '/Users', person('report@contoso.com', { [enterprise]: { manager: { value: 'bulkId:boss' } } })),
      post('boss', '/Users', person('boss@contoso.com')),
      post('lost', '/Groups', team('Lost', 'bulkId:nobody')),
      { method: 'DELETE', path: '/Users/bulkId:nobody' },
      post('x', '/Users', person('x@contoso.com', { [enterprise]: { manager: { value: 'bulkId:y' } } })),
      post('y', '/Users', person('y@contoso.com', { [enterprise]: { manager: { value: 'bulkId:x' } } })),
    ]);
    const statuses = entries.map((entry) => entry.status);
    expect(statuses.slice(0, 4)).toEqual(['201', '201', '409', '409']);
    // Two users cannot be made without each other's manager.
    expect(statuses.slice(4)).toEqual(['409', '409']);
    const [report, boss] = await Promise.all(entries.slice(0, 2).map(at));
    expect(report[enterprise].manager.value).toBe(boss.id);
  });

  it.each<[string, object, string]>([
    ['a method that is none', { method: 'GET', path: '/Users' }, '400'],
    ['a POST without bulkId', { method: 'POST', path: '/Users', data: person('no-id@contoso.com') }, '400'],
    ['a path that is none', { method: 'DELETE', path: 'Users' }, '400'],
    ['an endpoint that is none', { method: 'DELETE', path: '/Things/1' }, '404'],
    ["another job's path", { method: 'DELETE', path: '/scim/x/v2/Users/1' }, '404'],
    ['a DELETE of a type', { method: 'DELETE', path: '/Users' }, '405'],
    ['an id that is nobody’s', { method: 'DELETE', path: '/Users/1' }, '404'],
    ['a body that is none', post('b', '/Users', []), '400'],
    ['a version that is a number', { method: 'DELETE', path: '/Users/1', version: 1 }, '400'],
  ])('answers %s in its entry', async (_, operation, expected) => {
    const { status, entries } = await bulk([operation]);
    expect({ status, entry: entries[0]?.status }).toEqual({ status: 200, entry: expected });
  });

  it('stops after as many failures as it is told', async () => {
    const wrong = { method: 'DELETE', path: '/Users/1' };
    const { entries } = await bulk([wrong, wrong, post('never', '/Users', person('never@contoso.com'))], {
      failOnErrors: 2,
    });
    expect(entries.map((entry) => entry.status)).toEqual(['404', '404']);
  });

  it.each<[string, object, number]>([
    ['no message', { Operations: [] }, 400],
    ['no operations', { schemas: [bulkRequest] }, 400],
    ['operations that are none', { schemas: [bulkRequest], Operations: [1] }, 400],
    ['a limit that is none', { schemas: [bulkRequest], Operations: [], failOnErrors: 0 }, 400],
    [
      'too many',
      { schemas: [bulkRequest], Operations: Array(1_001).fill({ method: 'DELETE', path: '/Users/1' }) },
      413,
    ],
  ])('refuses %s as a whole', async (_, body, expected) => {
    expect((await ingress.ask('POST', '/Bulk', body)).status).toBe(expected);
  });
});
