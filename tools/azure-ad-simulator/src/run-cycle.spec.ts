import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contosoGroups, contosoPeople } from './directory/contoso';
import type { Group } from './directory/group';
import { seededPeople } from './directory/seeded-people';
import { type CycleOptions, runCycle } from './run-cycle';
import { StrictScimEndpoint, token, type Trouble } from './testing/strict-scim-endpoint';

const people = seededPeople(30, 1);
const objectIds = people.map(({ objectId }) => objectId);
const group = (displayName: string, members: readonly string[], more: Partial<Group> = {}): Group => ({
  objectId: `object of ${displayName}`,
  displayName,
  description: null,
  members,
  ...more,
});
const uuid = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/;

describe('groups on their way from Azure AD', () => {
  let endpoint: StrictScimEndpoint;
  let folder: string;
  beforeEach(async () => {
    endpoint = await StrictScimEndpoint.start();
    folder = mkdtempSync(join(tmpdir(), 'azure-ad-'));
  });
  afterEach(async () => {
    rmSync(folder, { recursive: true });
    await endpoint.stop();
  });

  /** One cycle over the same folder; what was asked before it is forgotten. */
  const cycle = (groups: readonly Group[] | undefined, more: Partial<CycleOptions> = {}) => {
    endpoint.requests.splice(0);
    const how = { rate: 0, concurrency: 4, dialect: 'old', folder } as const;
    return runCycle({ baseUrl: endpoint.baseUrl, token, people, groups, ...how, ...more });
  };
  const of = (...actions: (readonly [string, number])[]) => ({ actions: Object.fromEntries(actions), failed: 0 });
  const sent = (beginning: string) => endpoint.asked(beginning).map(({ path, body }) => ({ path, ...body }));
  const membersOf = (name: string) => [...(endpoint.store.group(name)?.members ?? [])];
  const idOf = (index: number) =>
    [...endpoint.store.Users.values()].find(({ values }) => values.userName === people[index]?.userPrincipalName)?.id;
  const ledger = () =>
    readFileSync(join(folder, 'ledger.jsonl'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter(({ kind }) => kind === 'group');

  it('are not spoken of where there are none', async () => {
    await cycle(undefined);
    expect(endpoint.requests.filter(({ path }) => path.startsWith('/Groups'))).toEqual([]);
  });

  it('are asked for in the connection test where they are mapped', async () => {
    await cycle([]);
    const [asked, ...others] = endpoint.asked('GET /Groups');
    expect(others).toEqual([]);
    expect(asked?.path.replace(uuid, 'GUID')).toBe(
      '/Groups?filter=displayName+eq+%22GUID%22&excludedAttributes=members',
    );
    endpoint.next('GET /Groups', { refuse: 404 });
    await expect(cycle([])).rejects.toThrow('a query was answered 404');
  });

  it('are matched, created empty, and filled when everybody is there', async () => {
    const said = group('He said "R&D"', objectIds.slice(0, 3));
    expect((await cycle([said])).failed).toBe(0);
    const groupRequests = endpoint.requests.filter(({ path }) => path.startsWith('/Groups')).slice(1);
    expect(groupRequests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /Groups?excludedAttributes=members&filter=displayName+eq+%22He+said+%5C%22R%26D%5C%22%22',
      'POST /Groups',
      `PATCH /Groups/${endpoint.store.group(said.displayName)?.id}`,
    ]);
    expect(groupRequests[1]?.body).toEqual({
      schemas: [
        'urn:ietf:params:scim:schemas:core:2.0:Group',
        'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group',
      ],
      externalId: said.objectId,
      displayName: said.displayName,
      meta: { resourceType: 'Group' },
    });
    expect(membersOf(said.displayName)).toEqual([0, 1, 2].map(idOf));
  });

  it('of Contoso hold each other, and nobody who is not provisioned', async () => {
    // The group that holds others comes first, alone.
    const outer = { people: contosoPeople, concurrency: 1 };
    const { actions } = await cycle([...contosoGroups].reverse(), outer);
    expect(actions).toEqual({ create: 24, skipped: 2, manager: 23, 'group-create': 4, 'members-add': 4 });
    const nested = ['Engineering', 'Sales & Marketing'].map((name) => endpoint.store.group(name)?.id);
    expect(membersOf('All Staff')).toHaveLength(3);
    expect(membersOf('All Staff')).toEqual(expect.arrayContaining(nested));
  });

  it('have up to twenty members written in one request', async () => {
    const summary = await cycle([group('Large', objectIds)]);
    expect(summary.actions).toMatchObject({ 'group-create': 1, 'members-add': 2 });
    const sizes = sent('PATCH /Groups').map(({ Operations }) => (Operations?.[0]?.value as unknown[]).length);
    expect(sizes).toEqual([20, 10]);
    expect(membersOf('Large')).toHaveLength(30);
  });

  const reference = (index: number) => ({ $ref: null, value: idOf(index) });
  it.each([
    ['old', () => [{ op: 'Remove', path: 'members', value: [reference(0), reference(1)] }]],
    ['compliant', () => [0, 1].map((index) => ({ op: 'remove', path: `members[value eq "${idOf(index)}"]` }))],
  ] as const)('later send differences only, in the %s dialect', async (dialect, removal) => {
    await cycle([group('Team', objectIds.slice(0, 4))], { dialect });
    expect(await cycle([group('Team', objectIds.slice(0, 4))], { dialect })).toEqual(of(['none', 30]));
    expect(endpoint.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
    expect(await cycle([group('Team', objectIds.slice(2, 6))], { dialect })).toEqual(
      of(['none', 30], ['members-add', 1], ['members-remove', 1]),
    );
    const value = [reference(4), reference(5)];
    expect(sent('PATCH').map(({ Operations }) => Operations)).toEqual([
      [{ op: dialect === 'old' ? 'Add' : 'add', path: 'members', value }],
      removal(),
    ]);
    expect(membersOf('Team')).toEqual([2, 3, 4, 5].map(idOf));
  });

  it('are renamed by a PATCH, and deleted when they are purged', async () => {
    const team = group('Team', objectIds.slice(0, 2));
    await cycle([team]);
    const id = endpoint.store.group('Team')?.id;
    expect(await cycle([{ ...team, displayName: 'Crew' }])).toEqual(of(['none', 30], ['group-update', 1]));
    expect(sent('PATCH').map(({ Operations }) => Operations)).toEqual([
      [{ op: 'Replace', path: 'displayName', value: 'Crew' }],
    ]);
    endpoint.next('DELETE', '500');
    expect(await cycle([{ ...team, purged: true }])).toEqual(of(['none', 30], ['group-delete', 1]));
    expect(endpoint.asked('DELETE').map(({ path }) => path)).toEqual([`/Groups/${id}`, `/Groups/${id}`]);
    expect(await cycle([{ ...team, purged: true }])).toEqual(of(['none', 30]));
    expect(ledger().at(-1)).toMatchObject({ operation: 'group-delete', expected: { members: [], deleted: true } });
  });

  it('are written in the ledger with their members sorted', async () => {
    await cycle([group('Team', objectIds.slice(0, 12).reverse())]);
    const expected = { displayName: 'Team', externalId: 'object of Team', members: [], deleted: false };
    const members = [...membersOf('Team')].sort();
    expect(ledger().map(({ operation, status, expected: after }) => ({ operation, status, after }))).toEqual([
      { operation: 'group-create', status: 201, after: expected },
      { operation: 'members-add', status: 204, after: { ...expected, members } },
    ]);
  });

  it('who was there before is taken over', async () => {
    await cycle([group('Team', objectIds.slice(0, 2))]);
    const id = endpoint.store.group('Team')?.id;
    const another = join(folder, 'another');
    expect((await cycle([group('TEAM', objectIds.slice(0, 2))], { folder: another })).failed).toBe(0);
    expect(endpoint.asked('POST')).toEqual([]);
    expect(sent(`PATCH /Groups/${id}`)[0]?.Operations).toEqual([
      { op: 'Replace', path: 'displayName', value: 'TEAM' },
      { op: 'Replace', path: 'externalId', value: 'object of TEAM' },
    ]);
  });

  it.each<[string, Trouble]>([
    ['conflicts', { refuse: 409 }],
    ['is answered 500 though it was done', '500'],
    ['is answered by nothing though it was done', 'cut'],
  ])('are there once when a create %s', async (_, trouble) => {
    endpoint.next('POST /Groups', trouble);
    const summary = await cycle([group('Team', objectIds.slice(0, 2))]);
    expect(summary).toMatchObject({ actions: { 'group-create': 1, 'members-add': 1 }, failed: 0 });
    expect(endpoint.asked('GET /Groups?excludedAttributes')).toHaveLength(2);
    expect([...endpoint.store.Groups.values()].map(({ values }) => values.displayName)).toEqual(['Team']);
    expect(membersOf('Team')).toHaveLength(2);
  });

  it('that conflict with what no match finds are refused in the end', async () => {
    for (let time = 0; time < 5; time += 1) endpoint.next('POST /Groups', { refuse: 409 });
    const results: unknown[] = [];
    const onGroupProgress: CycleOptions['onGroupProgress'] = (_, result) => results.push(result);
    const { failed } = await cycle([group('Team', objectIds.slice(0, 2))], { onGroupProgress });
    expect(failed).toBe(1);
    expect(results).toEqual([{ action: 'failed', reason: '409' }]);
  });

  it.each<Trouble>(['500', 'cut'])('hold nobody twice when a PATCH is answered by %s', async (trouble) => {
    endpoint.next('PATCH /Groups', trouble);
    expect((await cycle([group('Team', objectIds.slice(0, 2))])).failed).toBe(0);
    expect(endpoint.asked('PATCH /Groups')).toHaveLength(2);
    expect(ledger().filter(({ operation }) => operation === 'members-add')).toHaveLength(1);
  });

  it('ask whether one member is there before they add him', async () => {
    await cycle([group('Team', objectIds.slice(0, 2))]);
    const one = objectIds.slice(0, 3);
    expect(await cycle([group('Team', one)])).toEqual(of(['none', 30], ['members-add', 1]));
    const { id } = endpoint.store.group('Team') ?? {};
    const asked = `/Groups?filter=id+eq+%22${id}%22+and+members+eq+%22${idOf(2)}%22&excludedAttributes=members`;
    expect(endpoint.asked('GET /Groups').map(({ path }) => path)).toContain(asked);
    endpoint.store.group('Team')?.members.add(idOf(3) ?? '');
    expect(await cycle([group('Team', objectIds.slice(0, 4))])).toEqual(of(['none', 30]));
    expect(endpoint.asked('PATCH')).toEqual([]);
  });

  it('lose who is deleted without a word about them', async () => {
    await cycle([group('Team', objectIds.slice(0, 3))]);
    const without = people.map((person, index) => (index === 0 ? { ...person, purged: true } : person));
    const summary = await cycle([group('Team', objectIds.slice(0, 3))], { people: without });
    expect(summary).toEqual(of(['none', 29], ['delete', 1]));
    expect(endpoint.asked('PATCH')).toEqual([]);
    expect(await cycle([group('Team', objectIds.slice(1, 3))], { people: without })).toEqual(of(['none', 30]));
    expect(membersOf('Team')).toEqual([1, 2].map(idOf));
  });

  it('keep who is disabled', async () => {
    const team = group('Team', objectIds.slice(0, 3));
    await cycle([team]);
    const disabled = people.map((person, index) => (index === 0 ? { ...person, accountEnabled: false } : person));
    expect((await cycle([team], { people: disabled })).actions).toEqual({ none: 29, disable: 1 });
    expect(membersOf('Team')).toHaveLength(3);
  });

  it('change after the cycle, one change after another', async () => {
    const team = group('Team', objectIds.slice(0, 3));
    const changes = [
      { ...team, displayName: 'Crew' },
      { ...team, displayName: 'Crew', members: objectIds.slice(1, 4) },
      { ...team, purged: true },
    ];
    const { actions } = await cycle([team], { groupChanges: changes });
    expect(actions).toMatchObject({ 'group-update': 1, 'members-add': 2, 'members-remove': 1, 'group-delete': 1 });
    expect(endpoint.store.Groups.size).toBe(0);
  });
});
