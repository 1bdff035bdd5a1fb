import { type Ingress, patchOp, person, startIngress } from '../testing/running-ingress';

/** What Microsoft's gallery validation asks of the endpoint directly (scim.md §3.2). */

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/** The attributes that the default mappings of Azure AD write. */
const mapped = [
  'userName',
  'active',
  'displayName',
  'title',
  'emails[type eq "work"].value',
  'preferredLanguage',
  'name.givenName',
  'name.familyName',
  'name.formatted',
  'addresses[type eq "work"].formatted',
  'addresses[type eq "work"].streetAddress',
  'addresses[type eq "work"].country',
  'phoneNumbers[type eq "work"].value',
  'phoneNumbers[type eq "mobile"].value',
  'phoneNumbers[type eq "fax"].value',
  'externalId',
  `${enterprise}:employeeNumber`,
  `${enterprise}:department`,
  `${enterprise}:manager`,
];

interface Described {
  readonly name: string;
  readonly multiValued: boolean;
  readonly canonicalValues?: readonly string[];
  readonly subAttributes?: readonly Described[];
}

/** Paths as the gallery's agent makes them of a schema. */
function flattened({ name, multiValued, subAttributes = [] }: Described): string[] {
  const types = subAttributes.find((sub) => sub.name === 'type')?.canonicalValues ?? [];
  const subs = subAttributes.map((sub) => sub.name);
  if (!multiValued) return [name, ...subs.map((sub) => `${name}.${sub}`)];
  return [name, ...types.flatMap((type) => subs.map((sub) => `${name}[type eq "${type}"].${sub}`))];
}

describe("Microsoft's gallery validation", () => {
  let ingress: Ingress;
  beforeAll(async () => (ingress = await startIngress()));
  afterAll(() => ingress.stop());

  const get = async (path: string) => (await ingress.ask('GET', path)).body;
  const patch = async (id: string, ...operations: object[]) => {
    expect([200, 204]).toContain((await ingress.ask('PATCH', `/Users/${id}`, patchOp(...operations))).status);
    return get(`/Users/${id}`);
  };
  const created = async (name: string) =>
    (await ingress.ask('POST', '/Users', person(`${name}@contoso.com`))).body.id as string;

  it('finds every mapped attribute in the schemas', async () => {
    const { Resources } = (await get('/Schemas')) as { Resources: { id: string; attributes: Described[] }[] };
    const known = Resources.flatMap(({ id, attributes }) =>
      attributes.flatMap(flattened).flatMap((path) => [path, `${id}:${path}`]),
    ).map((path) => path.toLowerCase());
    // Common attributes are in no schema (RFC 7643 §3.1).
    const missing = mapped.filter((path) => path !== 'externalId' && !known.includes(path.toLowerCase()));
    expect(missing).toEqual([]);
    expect(Resources.map(({ id }) => id)).toContain('urn:ietf:params:scim:schemas:core:2.0:Group');
  });

  it('clears every optional attribute by an empty text, and by null', async () => {
    const id = await created('nulls');
    const optional = mapped.filter(
      (path) => !['userName', 'active', 'externalId'].includes(path) && !path.endsWith('manager'),
    );
    const values = optional.map((path) => ({ op: 'replace', path, value: 'x' }));
    for (const value of ['', null]) {
      await patch(id, ...values);
      const cleared = await patch(id, ...optional.map((path) => ({ op: 'replace', path, value })));
      expect(Object.keys(cleared as object).sort()).toEqual(['active', 'id', 'meta', 'schemas', 'userName']);
    }
  });

  it('takes a manager as the text of an id, and an empty text takes him away', async () => {
    const [id, first, second] = [await created('report'), await created('first'), await created('second')];
    const managerAfter = async (op: string, value: string) => {
      const after = (await patch(id, { op, path: `${enterprise}:manager`, value })) as Record<
        string,
        { manager?: object }
      >;
      return after[enterprise]?.manager;
    };
    expect(await managerAfter('Add', first)).toMatchObject({ value: first });
    expect(await managerAfter('replace', second)).toMatchObject({ value: second });
    expect(await managerAfter('replace', '')).toBeUndefined();
  });

  it.each(['/Users', '/Groups'])('pages through %s', async (path) => {
    const schemas = ['urn:ietf:params:scim:schemas:core:2.0:Group'];
    for (let n = 0; n < 11; n += 1) {
      const body = path === '/Users' ? person(`page${n}@contoso.com`) : { schemas, displayName: `Page ${n}` };
      await ingress.ask('POST', path, body);
    }
    const seen = new Set<string>();
    const { totalResults } = await get(`${path}?count=0`);
    for (let startIndex = 1; startIndex <= totalResults; startIndex += 5) {
      const page = await get(`${path}?startIndex=${startIndex}&count=5`);
      expect(page).toMatchObject({ startIndex, totalResults });
      for (const { id } of page.Resources as { id: string }[]) seen.add(id);
    }
    expect(seen.size).toBe(totalResults);
  });
});
