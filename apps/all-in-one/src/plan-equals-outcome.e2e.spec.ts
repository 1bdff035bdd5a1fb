import { eventually } from '@waybill/testing';
import { type Services, startServices } from './testing/running-services';

/** Who a person is follows from his number. */
const people = 2_000;
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const emailOf = (number: number) => `person${number}@contoso.com`;
/** Padded, so that no name is part of another: Samanage is asked by a part of a name. */
const nameOf = (number: number) => `Person ${String(number).padStart(5, '0')}`;
const isDisabled = (number: number) => number % 20 === 7;
const isThere = (number: number) => number % 10 === 3;
/** Nobody has his address, and two have his name. */
const isAmbiguous = (number: number) => number % 200 === 16;
const departmentOf = (number: number) => ['Sales', 'Retail', 'Engineering', 'Finance'][number % 4] ?? '';

interface Change {
  readonly subjectId: string;
  readonly kind: string;
  readonly reason: string | null;
  readonly attributes: readonly {
    readonly attribute: string;
    readonly from: string | null;
    readonly to: string | null;
  }[];
}

interface Schema {
  readonly synchronizationRules: {
    readonly objectMappings: {
      scope: object | null;
      attributeMappings: { targetAttributeName: string; source: object; matchingPriority?: number }[];
    }[];
  }[];
}

describe(`a plan for ${people} people`, () => {
  let services: Services;
  let jobs: string;
  const ids = new Map<string, number>();

  beforeAll(async () => {
    // Samanage is read when it is connected: its accounts are there before.
    services = await startServices({}, 'log', seedAccounts);
    jobs = `/v1.0/waybill/jobs/${services.identity.jobId}`;
    await eventually(async () => (await planOf(await draft({ departments: 'nobody' }))).tenantReadAt !== null);
    await apply(await draft({ departments: 'nobody' }));
    await pushEverybody();
    await eventually(allEnded);
  }, 120_000);
  afterAll(() => services.stop());

  async function pushEverybody(): Promise<void> {
    const numbers = Array.from({ length: people }, (_, number) => number);
    const push = async () => {
      for (let number = numbers.pop(); number !== undefined; number = numbers.pop()) {
        const { body } = await services.post(
          '/Users',
          services.user(emailOf(number), {
            displayName: nameOf(number),
            title: `title ${number % 10}`,
            active: !isDisabled(number),
            [enterprise]: { department: departmentOf(number) },
          }),
        );
        ids.set(body.id as string, number);
      }
    };
    await Promise.all(Array.from({ length: 16 }, push));
  }

  const conservation = async () => (await services.api('/v1.0/waybill/conservation')).body;
  const allEnded = async () => {
    const { accepted, ended, inFlight, conservation: missing } = await conservation();
    return accepted > 0 && accepted === ended && inFlight === 0 && missing === 0;
  };
  const parked = async () => (await conservation()).inFlight;

  /** The default rules for some departments (a pattern), with titles in capitals or not. */
  async function draft({
    departments,
    capitals = false,
  }: {
    departments: string;
    capitals?: boolean;
  }): Promise<Schema> {
    const schema = (await services.api(`${jobs}/rules/1`)).body.schema as Schema;
    const [users] = schema.synchronizationRules[0]?.objectMappings ?? [];
    if (!users) throw new Error('the schema has no mapping of users');
    const targetOperand = { values: [`^(${departments})$`] };
    const clauses = [{ sourceOperandName: 'department', operatorName: 'REGEX MATCH', targetOperand }];
    users.scope = { groups: [{ name: 'some', clauses }], inputFilterGroups: [], categoryFilterGroups: [] };
    const title = users.attributeMappings.find(({ targetAttributeName }) => targetAttributeName === 'title');
    const name = users.attributeMappings.find(({ targetAttributeName }) => targetAttributeName === 'name');
    if (name) name.matchingPriority = 2;
    if (title && capitals) title.source = { type: 'Function', name: 'ToUpper', expression: 'ToUpper([jobTitle])' };
    return schema;
  }

  async function planOf(
    schema: Schema,
  ): Promise<{ id: string; counts: Record<string, number>; tenantReadAt: string | null; changes: Change[] }> {
    const { body } = await services.api(`${jobs}/plans`, 'POST', { schema });
    expect(body).toMatchObject({ status: 'complete', evaluated: ids.size });
    const changes: Change[] = [];
    let next: string | undefined = `${jobs}/plans/${body.id}/changes?$top=700`;
    while (next) {
      const page: { value: Change[]; '@odata.nextLink'?: string } = (await services.api(next)).body;
      changes.push(...page.value);
      next = page['@odata.nextLink'];
    }
    const { id, counts, tenantReadAt } = body;
    return { id, counts, tenantReadAt, changes };
  }

  async function apply(schema: Schema): Promise<Change[]> {
    const { id, changes } = await planOf(schema);
    const { status, body } = await services.api(`${jobs}/plans/${id}/apply`, 'POST');
    expect(status).toBe(200);
    const cycle = async () =>
      (await services.api(`${jobs}/cycles`)).body.value.find((each: { id: string }) => each.id === body.cycleId);
    await eventually(async () => (await cycle())?.closedAt);
    return changes;
  }

  const numbersOf = (changes: readonly Change[], kind: string) =>
    changes.flatMap((each) => (each.kind === kind ? [ids.get(each.subjectId) ?? -1] : [])).sort((a, b) => a - b);
  const accounts = () => [...services.simulator.simulator.account.users.values()].slice(1);
  const among = (fits: (number: number) => boolean) =>
    Array.from({ length: people }, (_, number) => number).filter(fits);
  const numberIn = (email: string) => Number(/^person(\d+)@/.exec(email)?.[1]);

  it('shows who is created or linked, who is skipped, and that is what happens at Samanage', async () => {
    const before = new Set(accounts().map(({ id }) => id));
    const changes = await apply(await draft({ departments: 'Sales|Retail' }));
    const wanted = among((number) => !isDisabled(number) && ['Sales', 'Retail'].includes(departmentOf(number)));
    expect(numbersOf(changes, 'createOrMatch')).toEqual([]);
    expect(numbersOf(changes, 'create')).toEqual(wanted.filter((number) => !isThere(number) && !isAmbiguous(number)));
    expect(numbersOf(changes, 'link')).toEqual(wanted.filter(isThere));
    expect(numbersOf(changes, 'park')).toEqual(wanted.filter(isAmbiguous));
    expect(numbersOf(changes, 'skip')).toHaveLength(people - wanted.length);
    const ambiguous = wanted.filter(isAmbiguous);
    await eventually(async () => (await parked()) === ambiguous.length && (await conservation()).ended > people + 100);
    const made = accounts().filter(({ id }) => !before.has(id));
    const created = made.map(({ email }) => numberIn(email)).sort((a, b) => a - b);
    expect(created).toEqual(numbersOf(changes, 'create'));
    const linked = accounts().filter(({ id, title }) => before.has(id) && title.startsWith('title'));
    expect(linked.map(({ email }) => numberIn(email)).sort((a, b) => a - b)).toEqual(numbersOf(changes, 'link'));
    expect((await conservation()).conservation).toBe(0);
  }, 120_000);

  it('shows who is changed and how, and who is disabled, and that is what happens at Samanage', async () => {
    const before = new Map(accounts().map((account) => [account.id, { ...account }]));
    const changes = await apply(await draft({ departments: 'Sales|Finance', capitals: true }));
    const linked = (number: number) => !isDisabled(number) && !isAmbiguous(number);
    const stay = among((number) => linked(number) && departmentOf(number) === 'Sales');
    const leave = among((number) => linked(number) && departmentOf(number) === 'Retail');
    expect(numbersOf(changes, 'update')).toEqual(stay);
    expect(numbersOf(changes, 'disable')).toEqual(leave);
    const [update] = changes.filter(({ kind }) => kind === 'update');
    expect(update?.attributes).toEqual([
      {
        attribute: 'title',
        from: expect.stringMatching(/^title/) as string,
        to: expect.stringMatching(/^TITLE/) as string,
      },
    ]);
    const joining = among((number) => linked(number) && departmentOf(number) === 'Finance');
    // Those whose account is ambiguous have none yet, and would get it with another title.
    const parkedStill = among(
      (number) => isAmbiguous(number) && !isDisabled(number) && departmentOf(number) === 'Sales',
    );
    expect(numbersOf(changes, 'create')).toEqual(joining.filter((number) => !isThere(number)));
    expect(numbersOf(changes, 'link')).toEqual(joining.filter(isThere));
    expect(numbersOf(changes, 'park')).toEqual(parkedStill);
    const settled = () => accounts().filter(({ title, disabled }) => title.startsWith('TITLE') || disabled).length;
    const expected = stay.length + leave.length + joining.length;
    await eventually(() => Promise.resolve(settled() >= expected));
    const changed = accounts().filter(
      ({ id, title, disabled }) => before.has(id) && !disabled && before.get(id)?.title !== title,
    );
    const fromPlan = [...stay, ...joining.filter(isThere)].sort((a, b) => a - b);
    expect(changed.map(({ email }) => numberIn(email)).sort((a, b) => a - b)).toEqual(fromPlan);
    const disabled = accounts().filter((account) => account.disabled);
    expect(disabled.map(({ email }) => numberIn(email)).sort((a, b) => a - b)).toEqual(leave);
    expect((await conservation()).conservation).toBe(0);
  }, 120_000);
});

/** Some accounts are there already, and the names of some are there twice. */
function seedAccounts({ simulator: { account } }: Services['simulator']): void {
  const role = account.roles.find(({ name }) => name === 'Requester');
  if (!role) throw new Error('the simulator has no Requester');
  for (let number = 0; number < people; number += 1) {
    const at = '2026-01-01T00:00:00.000Z';
    if (isThere(number)) account.addUser({ name: `Account ${number}`, email: emailOf(number), role, at });
    if (!isAmbiguous(number)) continue;
    for (const other of ['one', 'two'])
      account.addUser({ name: nameOf(number), email: `${other}.${number}@contoso.com`, role, at });
  }
}
