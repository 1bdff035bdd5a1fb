import { type Ingress, patchOp, person, startIngress } from './testing/running-ingress';

const device = 'urn:example:params:scim:schemas:Device';
const asset = 'urn:example:params:scim:schemas:Asset';
const badge = 'urn:example:params:scim:schemas:Badge';

const deviceSchema = {
  name: 'Device',
  attributes: [
    { name: 'serialNumber', required: true, caseExact: true, mutability: 'immutable', uniqueness: 'server' },
    { name: 'displayName' },
    { name: 'purchased', type: 'dateTime' },
    { name: 'weight', type: 'decimal' },
    { name: 'ports', type: 'integer' },
    { name: 'managed', type: 'boolean' },
    { name: 'certificate', type: 'binary', caseExact: true },
    { name: 'manual', type: 'reference', referenceTypes: ['external'] },
    { name: 'tags', multiValued: true },
    { name: 'pin', mutability: 'writeOnly', returned: 'never' },
    { name: 'lastSeen', mutability: 'readOnly' },
    { name: 'notes', returned: 'request' },
    { name: 'state', returned: 'always' },
    {
      name: 'owner',
      type: 'complex',
      subAttributes: [
        { name: 'value', required: true },
        { name: 'since', mutability: 'immutable' },
      ],
    },
    {
      name: 'interfaces',
      type: 'complex',
      multiValued: true,
      subAttributes: [{ name: 'value' }, { name: 'type' }, { name: 'primary', type: 'boolean' }],
    },
  ],
};
const assetSchema = { name: 'Asset', attributes: [{ name: 'costCenter', required: true }, { name: 'tag' }] };

const laptop = (serialNumber: string, more: object = {}) => ({
  schemas: [device, asset],
  serialNumber,
  displayName: `Laptop ${serialNumber}`,
  [asset]: { costCenter: 'IT' },
  ...more,
});

describe("a job's own resource types", () => {
  let ingress: Ingress;
  beforeAll(async () => {
    ingress = await startIngress();
    for (const [urn, schema] of [
      [device, deviceSchema],
      [asset, assetSchema],
    ] as const) {
      expect((await ingress.manage('PUT', `/scim/schemas/${urn}`, schema)).status).toBe(200);
    }
    const type = { endpoint: '/Devices', schema: device, schemaExtensions: [{ schema: asset, required: true }] };
    expect((await ingress.manage('PUT', '/scim/resourceTypes/Device', type)).status).toBe(200);
  });
  afterAll(() => ingress.stop());

  const created = async (serial: string, more: object = {}) =>
    (await ingress.ask('POST', '/Devices', laptop(serial, more))).body as Record<string, never> & { id: string };
  const patch = (id: string, ...operations: object[]) => ingress.ask('PATCH', `/Devices/${id}`, patchOp(...operations));
  const found = async (filter: string) =>
    (await ingress.ask('GET', `/Devices?${new URLSearchParams({ filter }).toString()}`)).body.totalResults as number;

  it('work as built-in ones do', async () => {
    const body = laptop('SN-1', {
      purchased: '2026-01-31T12:00:00+01:00',
      weight: 1.25,
      ports: 4,
      managed: 'True',
      tags: ['a', 'b', 'A'],
      pin: '1234',
      lastSeen: 'never',
      notes: 'on the desk',
      state: 'new',
      owner: { value: 'ann', since: '2026' },
      interfaces: [{ value: 'eth0', type: 'lan', primary: true }],
    });
    const made = await ingress.ask('POST', '/Devices', body);
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      schemas: [device, asset],
      managed: true,
      tags: ['a', 'b'],
      // Shown in the answer to the write that set it, and only when it is asked for later.
      notes: 'on the desk',
      meta: { resourceType: 'Device', version: 'W/"1"' },
    });
    for (const name of ['pin', 'lastSeen']) expect(made.body).not.toHaveProperty(name);
    const read = (query = '') => ingress.ask('GET', `/Devices/${made.body.id}${query}`);
    expect((await read()).body).not.toHaveProperty('notes');
    expect((await read('?attributes=notes')).body).toMatchObject({ notes: 'on the desk', state: 'new' });
    expect((await read('?excludedAttributes=state')).body).toHaveProperty('state', 'new');
    for (const filter of [
      'serialNumber eq "SN-1"',
      'weight gt 1 and weight lt 1.5',
      'purchased eq "2026-01-31T11:00:00Z"',
      'tags eq "B"',
      'interfaces[type eq "LAN" and primary eq true]',
      `${asset}:costCenter sw "it"`,
      'owner eq "ann"',
    ]) {
      expect({ filter, total: await found(filter) }).toEqual({ filter, total: 1 });
    }
    expect(await found('serialNumber eq "sn-1"')).toBe(0);
    expect((await ingress.ask('DELETE', `/Devices/${made.body.id}`)).status).toBe(204);
    expect((await read()).status).toBe(404);
  });

  it.each<[string, object, number, string | undefined]>([
    ['the required attribute is missing', laptop('x', { serialNumber: null }), 400, 'invalidValue'],
    ['the required extension is missing', laptop('x', { [asset]: undefined }), 400, 'invalidValue'],
    ['a required attribute of an extension is missing', laptop('x', { [asset]: { tag: 't' } }), 400, 'invalidValue'],
    ['a required sub-attribute is missing', laptop('x', { owner: { since: '1' } }), 400, 'invalidValue'],
    ['an integer has a fraction', laptop('x', { ports: 1.5 }), 400, 'invalidValue'],
    ['a decimal is a text', laptop('x', { weight: '1' }), 400, 'invalidValue'],
    ['a date is none', laptop('x', { purchased: '2026-02-30T00:00:00Z' }), 400, 'invalidValue'],
    ['binary is none', laptop('x', { certificate: '*' }), 400, 'invalidValue'],
  ])('refuse a body where %s', async (_, body, status, scimType) => {
    expect(await ingress.ask('POST', '/Devices', body)).toMatchObject({ status, body: { scimType } });
  });

  it('keep what is immutable, and what is unique', async () => {
    const { id } = await created('SN-2', { owner: { value: 'ann', since: '2026' } });
    expect((await ingress.ask('POST', '/Devices', laptop('SN-2'))).body).toMatchObject({
      status: '409',
      scimType: 'uniqueness',
    });
    expect((await ingress.ask('POST', '/Devices', laptop('sn-2'))).status).toBe(201);
    const change = (path: string, value: unknown) => patch(id, { op: 'replace', path, value });
    expect((await change('serialNumber', 'SN-3')).body).toMatchObject({ scimType: 'mutability' });
    expect((await change('owner.since', '2027')).body).toMatchObject({ scimType: 'mutability' });
    expect((await change('lastSeen', 'x')).body).toMatchObject({ scimType: 'mutability' });
    expect((await patch(id, { op: 'remove', path: asset })).body).toMatchObject({ scimType: 'mutability' });
    expect((await change('serialNumber', 'SN-2')).status).toBe(200);
    expect((await ingress.ask('PUT', `/Devices/${id}`, laptop('SN-9'))).body).toMatchObject({ scimType: 'mutability' });
    const put = await ingress.ask('PUT', `/Devices/${id}`, laptop('SN-2', { displayName: 'Renamed' }));
    expect(put.body).toMatchObject({ serialNumber: 'SN-2', displayName: 'Renamed', owner: { since: '2026' } });
  });

  it('are told with everything that decides about them', async () => {
    const types = (await ingress.ask('GET', '/ResourceTypes/Device')).body;
    expect(types).toMatchObject({ endpoint: '/Devices', schemaExtensions: [{ schema: asset, required: true }] });
    const schema = (await ingress.ask('GET', `/Schemas/${device}`)).body as { attributes: { name: string }[] };
    expect(schema.attributes.find(({ name }) => name === 'notes')).toMatchObject({ returned: 'request' });
    const shown = (await ingress.manage('GET', '/scim')).body;
    expect(shown).toMatchObject({ switches: { danglingMembers: 'keep', requestsPerSecond: 10_000 } });
  });

  it('extend users, whose new attributes are matched by at once', async () => {
    const schema = { name: 'Badge', attributes: [{ name: 'number', uniqueness: 'server', caseExact: true }] };
    await ingress.manage('PUT', `/scim/schemas/${badge}`, schema);
    expect(
      (await ingress.manage('PUT', '/scim/resourceTypes/User', { schemaExtensions: [{ schema: badge }] })).status,
    ).toBe(200);
    // Azure AD does not list the URN of a custom extension in "schemas".
    const made = await ingress.ask('POST', '/Users', person('badge@contoso.com', { [badge]: { number: 'B-1' } }));
    expect(made.body).toMatchObject({ [badge]: { number: 'B-1' } });
    const filter = new URLSearchParams({ filter: `${badge}:number eq "B-1"` }).toString();
    expect((await ingress.ask('GET', `/Users?${filter}`)).body.Resources).toMatchObject([{ id: made.body.id }]);
    const twin = await ingress.ask('POST', '/Users', person('twin@contoso.com', { [badge]: { number: 'B-1' } }));
    expect(twin.status).toBe(409);
  });

  it.each<[string, string, object, number]>([
    ['a schema without attributes', '/scim/schemas/urn:x:y', { attributes: [] }, 400],
    ['an attribute of no type', '/scim/schemas/urn:x:y', { attributes: [{ name: 'a', type: 'money' }] }, 400],
    [
      'a complex in a complex',
      '/scim/schemas/urn:x:y',
      { attributes: [{ name: 'a', type: 'complex', subAttributes: [{ name: 'b', type: 'complex' }] }] },
      400,
    ],
    ['a name that every object has', '/scim/schemas/urn:x:y', { attributes: [{ name: 'constructor' }] }, 400],
    [
      'an attribute that changes its type',
      `/scim/schemas/${device}`,
      { attributes: [{ name: 'serialNumber', type: 'integer' }] },
      409,
    ],
    ['a type without its schema', '/scim/resourceTypes/Thing', { endpoint: '/Things', schema: 'urn:x:none' }, 400],
    ['a type at a taken endpoint', '/scim/resourceTypes/Thing', { endpoint: '/Users', schema: device }, 400],
    ["a type at one of the protocol's own", '/scim/resourceTypes/Thing', { endpoint: '/Bulk', schema: device }, 400],
  ])('are not made of %s', async (_, path, body, status) => {
    const answer = await ingress.manage('PUT', path, body);
    expect(answer).toMatchObject({ status, body: { error: { message: expect.any(String) as string } } });
  });

  it('take switches that are known, and no others', async () => {
    const set = (switches: object) => ingress.manage('PATCH', '/scim', { switches });
    expect((await set({ userPatchAnswer: 'noContent' })).body).toMatchObject({
      switches: { userPatchAnswer: 'noContent' },
    });
    const { id } = await created('SN-7');
    expect((await patch(id, { op: 'replace', path: 'displayName', value: 'x' })).status).toBe(204);
    await set({ userPatchAnswer: 'resource', unknownAttributes: 'refuse' });
    expect((await patch(id, { op: 'replace', path: 'shoeSize', value: 'x' })).body).toMatchObject({
      scimType: 'invalidPath',
    });
    await set({ unknownAttributes: 'ignore' });
    expect((await set({ userPatchAnswer: 'maybe' })).status).toBe(400);
    expect((await set({ surprises: 'yes' })).status).toBe(400);
  });
});
