import type { TenantRead } from '@waybill/contracts';
import { randomUUID } from 'node:crypto';
import { AppRolesController } from './inbound/app-roles.controller';
import { surprisesOf } from './inbound/plan-surprises';
import { RulesController } from './inbound/rules.controller';
import { PostgresReads } from './read-models/postgres-reads';
import { jobId, type Mapping, startMapping, until } from './testing/mapping-fixture';
import { clause, schemaWith } from './testing/rules';

const at = '2026-01-31T12:00:00.000Z';
const nobody = schemaWith({ groups: [clause('displayName', 'EQUALS', 'nobody')] });
const everybody = schemaWith({ groupFilter: [] });

type Users = TenantRead['data']['users'];
const account = (id: number, email: string, name = `Account ${id}`): Users[number] => ({
  id,
  email,
  name,
  disabled: false,
});

describe('what is known of a Samanage account', () => {
  let mapping: Mapping;
  let reads: PostgresReads;

  beforeEach(async () => {
    mapping = await startMapping();
    reads = new PostgresReads(mapping.pool);
    await mapping.createJob(nobody);
  });
  afterEach(async () => {
    await mapping.stop();
    expect(mapping.errors).toEqual([]);
  });

  const told = (type: string, data: object) => mapping.message('samanage-connector', `job-${jobId}`, type, data);
  /** A walk in parts, each a page of users; later walks have later minutes. One that is broken off has a part too few. */
  const walk = (minute: number, pages: readonly Users[], parts = pages.length) => {
    const readId = randomUUID();
    const when = new Date(Date.parse(at) + minute * 60_000).toISOString();
    return pages.map((users, index) =>
      told('samanage.tenant-read', {
        readId,
        part: index + 1,
        parts,
        at: when,
        users,
        groups: index === 0 ? [{ id: 1, name: 'Sales' }] : [],
      }),
    );
  };
  const created = (userName: string, displayName: string) => {
    const userId = randomUUID();
    const data = {
      changeId: randomUUID(),
      userId,
      at,
      resource: { userName, displayName },
      changedPaths: [],
      unique: [],
    };
    return { userId, message: mapping.message('scim-ingress', `user-${userId}`, 'directory.user-created', data) };
  };
  const push = async (userName: string, displayName: string) => {
    const { userId, message } = created(userName, displayName);
    await mapping.deliver(message);
    return userId;
  };
  const group = async (displayName: string) => {
    const groupId = randomUUID();
    const data = { changeId: randomUUID(), groupId, at, resource: { displayName }, changedPaths: [], unique: [] };
    await mapping.deliver(mapping.message('scim-ingress', `group-${groupId}`, 'directory.group-created', data));
    return groupId;
  };
  const planned = async (rules: object = everybody, limit = 100) => {
    const planId = randomUUID();
    await reads.askForPlan({ planId, jobId, basedOn: 1, rules: { ...rules }, madeBy: 'test' });
    const plan = await until(
      () => reads.plan(jobId, planId),
      (found) => found?.status === 'complete',
    );
    if (!plan) throw new Error('the plan is gone');
    const changes = await reads.planEntries(planId, { kind: null, after: '', limit });
    return { plan, kinds: Object.fromEntries(changes.map(({ displayName, kind }) => [displayName, kind])) };
  };
  const found = async (email: string) => {
    const match = { attribute: 'email', value: email };
    const tenant = await reads.tenantEntries(jobId, { type: 'User', matches: [match] });
    return tenant?.found(match).map(({ samanageId }) => samanageId) ?? null;
  };
  const kept = async () => {
    const { rows } = await mapping.pool.query<{ entries: number }>(
      'SELECT count(DISTINCT read_id) AS reads, count(*) AS entries FROM tenant_entry_v1',
    );
    return rows[0];
  };

  it('makes a plan say who is created and who is linked; without it, it does not know', async () => {
    await push('adele@contoso.com', 'Adele');
    await push('alex@contoso.com', 'Alex');
    await push('lee@contoso.com', 'Lee');
    await group('Sales');
    await group('Retail');
    const before = await planned();
    expect(before.kinds).toEqual(
      Object.fromEntries(['Adele', 'Alex', 'Lee', 'Sales', 'Retail'].map((name) => [name, 'createOrMatch'])),
    );
    expect(before.plan.tenantReadAt).toBeNull();
    const walked = walk(0, [
      [account(1, 'ADELE@contoso.com')],
      [account(2, 'lee@contoso.com'), account(3, 'Lee@contoso.com')],
    ]);
    await mapping.deliver(...walked);
    const { kinds, plan } = await planned();
    expect(kinds).toEqual({ Adele: 'link', Alex: 'create', Lee: 'park', Sales: 'link', Retail: 'create' });
    expect(plan.tenantReadAt?.toISOString()).toBe(at);
    expect(plan.counts).toMatchObject({ create: 2, link: 2, park: 1, createOrMatch: 0 });
    const now = new Date().toISOString();
    expect(await surprisesOf(reads, plan, now)).toEqual([]);
    const later = await push('patti@contoso.com', 'Patti');
    const surprise = { target: later, message: 'Patti: create, which the plan does not show' };
    expect(await surprisesOf(reads, plan, now)).toEqual([surprise]);
    // What a plan could not tell before anything was read, it has shown both ways.
    expect(await surprisesOf(reads, { ...before.plan, asOf: 0 }, now)).toMatchObject([{ target: later }]);
  });

  it('says of 2,000 people who would be created, linked or parked, each as he is looked for', async () => {
    const numbers = Array.from({ length: 2_000 }, (_, number) => number);
    const emailOf = (number: number) => `person${number}@contoso.com`;
    const nameOf = (number: number) => `Person ${number}`;
    const isThere = (number: number) => number % 10 === 3;
    const isNamed = (number: number) => number % 100 === 48;
    const isAmbiguous = (number: number) => number % 200 === 16;
    const namesakes = (number: number) =>
      ['one', 'two'].map((each, n) =>
        account(10_000 + 2 * number + n, `${each}.${number}@contoso.com`, nameOf(number)),
      );
    const accounts = numbers.flatMap((number) => [
      ...(isThere(number) ? [account(number + 1, emailOf(number).toUpperCase())] : []),
      ...(isNamed(number) ? namesakes(number).slice(1) : []),
      ...(isAmbiguous(number) ? namesakes(number) : []),
    ]);
    await mapping.deliver(...walk(0, [accounts.slice(0, 100), accounts.slice(100, 200), accounts.slice(200)]));
    for (let from = 0; from < numbers.length; from += 250) {
      await mapping.deliver(
        ...numbers.slice(from, from + 250).map((number) => created(emailOf(number), nameOf(number)).message),
      );
    }
    const { plan, kinds } = await planned(withMapping('name', { matchingPriority: 2 }), 2_000);
    const expected = numbers.map((number) => {
      const kind = isAmbiguous(number) ? 'park' : isThere(number) || isNamed(number) ? 'link' : 'create';
      return [nameOf(number), kind];
    });
    expect(kinds).toEqual(Object.fromEntries(expected));
    expect(plan.counts).toMatchObject({ create: 1_770, link: 220, park: 10, createOrMatch: 0 });
  }, 60_000);

  it('is the newest whole walk, and nothing of those before', async () => {
    const [one, two] = walk(0, [[account(1, 'adele@contoso.com')], [account(2, 'alex@contoso.com')]]);
    if (!one || !two) throw new Error('a walk has two parts');
    await mapping.deliver(one);
    expect(await found('adele@contoso.com')).toBeNull();
    await mapping.deliver(two);
    expect(await found(' Adele@contoso.com')).toEqual([1]);
    const broken = walk(1, [[account(4, 'adele@contoso.com')]], 2)[0];
    const [next, last] = walk(2, [[account(5, 'adele@contoso.com')], [account(5, 'adele@contoso.com')]]);
    if (!broken || !next || !last) throw new Error('a walk has two parts');
    await mapping.deliver(broken, next);
    expect(await found('adele@contoso.com')).toEqual([1]);
    // The first part of the walk after comes along with the last of this one.
    const [after, end] = walk(3, [[account(6, 'adele@contoso.com')], []]);
    if (!after || !end) throw new Error('a walk has two parts');
    await mapping.deliver(last, after);
    await mapping.deliver(next, last);
    expect(await found('adele@contoso.com')).toEqual([5]);
    expect(await found('alex@contoso.com')).toEqual([]);
    await mapping.deliver(end);
    expect(await found('adele@contoso.com')).toEqual([6]);
    expect(await kept()).toEqual({ reads: 1, entries: 2 });
    const log = await mapping.eventsIn(`tenant-${jobId}`);
    expect(log.map(({ type }) => type)).toEqual(Array.from({ length: 3 }, () => 'mapping.tenant-taken-in'));
    expect(JSON.stringify(log)).not.toContain('contoso');
  });

  it('is what was known before where rows of a walk were lost, as with a log that was put back', async () => {
    await mapping.deliver(...walk(0, [[account(1, 'adele@contoso.com')]]));
    const [one, two] = walk(1, [[account(2, 'adele@contoso.com')], []]);
    if (!one || !two) throw new Error('a walk has two parts');
    await mapping.deliver(one);
    await mapping.pool.query(`DELETE FROM tenant_part_v1 WHERE read_id = $1`, [
      (one.data as TenantRead['data']).readId,
    ]);
    await mapping.deliver(two);
    expect(await mapping.eventsIn(`tenant-${jobId}`)).toHaveLength(2);
    expect(await found('adele@contoso.com')).toEqual([1]);
  });

  it('has roles, which are app roles and what rules are linted with', async () => {
    const wrong = { schema: withMapping('role', { defaultValue: JSON.stringify({ displayName: 'Wizard' }) }) };
    const appRoles = new AppRolesController(reads);
    const { rows } = await mapping.pool.query<{ spId: string }>('SELECT service_principal_id AS "spId" FROM job_v2');
    const [sp = { spId: '' }] = rows;
    expect(await appRoles.appRoles(sp)).toEqual({ value: [] });
    expect(await reads.roles(jobId)).toBeNull();
    const requester = { id: 7, name: 'Requester', roleDescription: null, portal: true };
    const agent = { id: 8, name: 'Agent', roleDescription: 'A paid role', portal: false };
    await mapping.deliver(told('samanage.roles-imported', { roles: [requester, agent], at }));
    const shown = (await appRoles.show(sp)) as { appRoles: { id: string }[] };
    expect(shown).toEqual({
      id: sp.spId,
      displayName: 'Samanage',
      appRoles: [
        appRole({ displayName: 'Requester', value: 'Requester', description: null }),
        appRole({ displayName: 'Agent', value: 'Agent', description: 'A paid role' }),
      ],
    });
    await mapping.deliver(told('samanage.roles-imported', { roles: [{ ...requester, name: 'Requestor' }], at }));
    expect(await appRoles.appRoles(sp)).toMatchObject({ value: [{ id: shown.appRoles[0]?.id, value: 'Requestor' }] });
    await expect(appRoles.show({ spId: randomUUID() })).rejects.toMatchObject({ kind: 'not-found' });
    expect(await reads.roles(jobId)).toHaveLength(1);
    // The controller asks for a UUID, which the test's job has not for its id.
    const lint = (await new RulesController(new OfAnyJob(mapping.pool)).lint({ jobId: randomUUID() }, wrong)) as {
      findings: object[];
    };
    expect(lint.findings).toMatchObject([{ severity: 'warning', message: 'Samanage has no role "Wizard"' }]);
  });
});

/** The default schema with one mapping of users edited. */
function withMapping(target: string, edit: Partial<EditableMapping>): object {
  const schema = schemaWith({}) as Editable;
  for (const mapping of schema.synchronizationRules[0]?.objectMappings[0]?.attributeMappings ?? []) {
    if (mapping.targetAttributeName === target) Object.assign(mapping, edit);
  }
  return schema;
}

interface EditableMapping {
  readonly targetAttributeName: string;
  readonly defaultValue: string;
  readonly matchingPriority: number;
}

interface Editable {
  synchronizationRules: {
    objectMappings: { attributeMappings: EditableMapping[] }[];
  }[];
}

/** The reads, whatever job is asked for. */
class OfAnyJob extends PostgresReads {
  override job(_: string) {
    return super.job(jobId);
  }

  override roles(_: string) {
    return super.roles(jobId);
  }
}

const appRole = (named: object): object => ({
  id: expect.stringMatching(/^[\da-f]{8}-[\da-f]{4}-5[\da-f]{3}-/) as string,
  allowedMemberTypes: ['User'],
  isEnabled: true,
  origin: 'Application',
  ...named,
});
