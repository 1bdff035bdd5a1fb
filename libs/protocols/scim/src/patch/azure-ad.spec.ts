import { defaultLeniency, type Leniency } from '../leniency/leniency';
import type { Resource } from '../resource/resource';
import { enterpriseUserSchema, userType } from '../schema/user';
import type { ScimError } from '../scim-error';
import { applyPatch } from './apply-patch';
import { readPatch } from './read-patch';

/** What Azure AD and its validator really send (scim.md §1.4, §1.5, §3.1). */

const ent = enterpriseUserSchema.id;
const adele: Resource = { userName: 'adele@contoso.com', active: true };

const patched = (operations: readonly object[], before = adele, leniency: Partial<Leniency> = {}): Resource => {
  const body = { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: operations };
  return applyPatch(userType, before, readPatch(userType, body, { ...defaultLeniency, ...leniency }));
};
const refusal = (work: () => unknown): Partial<ScimError> => {
  try {
    work();
  } catch (error) {
    return error as ScimError;
  }
  return {};
};

const verbose: readonly (readonly [path: string, value: unknown])[] = [
  ['displayName', 'Adele'],
  ['title', 'Manager'],
  ['preferredLanguage', 'en'],
  ['userType', 'Employee'],
  ['nickName', 'Addy'],
  ['locale', 'en-US'],
  ['timezone', 'America/Los_Angeles'],
  ['profileUrl', 'https://contoso.com/adele'],
  ['name.givenName', 'Adele'],
  ['name.familyName', 'Vance'],
  ['name.formatted', 'Adele Vance'],
  ['name.honorificPrefix', 'Dr'],
  ['emails[type eq "work"].value', 'adele@contoso.com'],
  ['emails[type eq "work"].primary', 'True'],
  ['phoneNumbers[type eq "work"].value', '1'],
  ['phoneNumbers[type eq "mobile"].value', '2'],
  ['phoneNumbers[type eq "fax"].value', '3'],
  ['phoneNumbers[type eq "work"].primary', true],
  ['addresses[type eq "work"].formatted', '1 Way'],
  ['addresses[type eq "work"].streetAddress', '1 Way'],
  ['addresses[type eq "work"].locality', 'Redmond'],
  ['addresses[type eq "work"].region', 'WA'],
  ['addresses[type eq "work"].postalCode', '98052'],
  ['addresses[type eq "work"].country', 'United States'],
  ['addresses[type eq "work"].primary', 'true'],
  ['roles[primary eq "True"].display', 'Agent'],
  ['roles[primary eq "True"].type', 'WindowsAzureActiveDirectoryRole'],
  ['roles[primary eq "True"].value', 'agent'],
  [`${ent}:employeeNumber`, '7'],
  [`${ent}:department`, 'Retail'],
  [`${ent}:costCenter`, 'C'],
  [`${ent}:organization`, 'O'],
  [`${ent}:division`, 'D'],
  [`${ent}:manager`, 'm1'],
];

const whole: Resource = {
  ...adele,
  displayName: 'Adele',
  title: 'Manager',
  preferredLanguage: 'en',
  userType: 'Employee',
  nickName: 'Addy',
  locale: 'en-US',
  timezone: 'America/Los_Angeles',
  profileUrl: 'https://contoso.com/adele',
  name: { givenName: 'Adele', familyName: 'Vance', formatted: 'Adele Vance', honorificPrefix: 'Dr' },
  emails: [{ type: 'work', value: 'adele@contoso.com', primary: true }],
  phoneNumbers: [
    { type: 'work', value: '1', primary: true },
    { type: 'mobile', value: '2' },
    { type: 'fax', value: '3' },
  ],
  addresses: [
    {
      type: 'work',
      formatted: '1 Way',
      streetAddress: '1 Way',
      locality: 'Redmond',
      region: 'WA',
      postalCode: '98052',
      country: 'United States',
      primary: true,
    },
  ],
  roles: [{ primary: true, display: 'Agent', type: 'WindowsAzureActiveDirectoryRole', value: 'agent' }],
  [ent]: {
    employeeNumber: '7',
    department: 'Retail',
    costCenter: 'C',
    organization: 'O',
    division: 'D',
    manager: { value: 'm1' },
  },
};

/** The values of a list in an order of their own, since the operations come in any. */
const unordered = (resource: Resource): unknown => ({
  ...resource,
  phoneNumbers: (resource.phoneNumbers as { type: string }[]).toSorted((a, b) => (a.type < b.type ? -1 : 1)),
});

describe('what the validator sends of a whole user', () => {
  const adds = verbose.map(([path, value]) => ({ op: 'Add', path, value }));

  it.each([
    ['in its own order', adds],
    ['the other way round', adds.toReversed()],
    [
      'with what kind they are first',
      adds.toSorted((a, b) => Number(/type$/.test(b.path)) - Number(/type$/.test(a.path))),
    ],
  ])('comes to the same %s', (_, operations) => {
    expect(unordered(patched(operations))).toEqual(unordered(whole));
  });

  it('comes to the same in the other dialect, merged into one operation', () => {
    expect(unordered(patched([{ op: 'replace', value: Object.fromEntries(verbose) }]))).toEqual(unordered(whole));
  });

  it('is taken back by empty texts, by nulls, and by removing', () => {
    const optional = verbose.map(([path]) => path).filter((path) => !path.includes('['));
    for (const operation of [{ op: 'replace', value: '' }, { op: 'Replace', value: null }, { op: 'Remove' }]) {
      const after = patched(
        optional.map((path) => ({ ...operation, path })),
        whole,
      );
      const { emails, phoneNumbers, addresses, roles } = whole;
      expect(after).toEqual({ ...adele, emails, phoneNumbers, addresses, roles });
    }
  });
});

describe('roles', () => {
  const roles = (operations: readonly object[], before = adele) => patched(operations, before).roles;
  const packed = { id: '1', value: '25', displayName: 'Agent' };

  it('come as JSON in a text, with displayName, or whole', () => {
    const agent = { value: '25', display: 'Agent' };
    const add = { op: 'Add', path: 'roles', value: [{ value: JSON.stringify(packed) }] };
    expect(roles([add])).toEqual([agent]);
    expect(roles([{ op: 'Add', path: 'roles', value: [packed] }])).toEqual([agent]);
    expect(roles([{ op: 'Add', path: 'roles', value: [{ value: '{no JSON' }] }])).toEqual([{ value: '{no JSON' }]);
  });

  it('are replaced as a whole by the assertive mapping', () => {
    const before = { ...adele, roles: [{ value: 'old' }] };
    expect(roles([{ op: 'replace', path: 'roles', value: [{ value: 'new' }] }], before)).toEqual([{ value: 'new' }]);
  });
});

describe('the switches', () => {
  const unknown = [{ op: 'replace', path: 'shoeSize', value: '42' }];
  const unknownSub = [{ op: 'add', path: 'emails', value: [{ value: 'a', colour: 'red' }] }];

  it('decide about attributes that no schema knows', () => {
    expect(patched(unknown)).toEqual(adele);
    expect(patched(unknownSub).emails).toEqual([{ value: 'a' }]);
    const strict = { unknownAttributes: 'refuse' } as const;
    expect(refusal(() => patched(unknown, adele, strict))).toMatchObject({ scimType: 'invalidPath' });
    expect(refusal(() => patched(unknownSub, adele, strict))).toMatchObject({ scimType: 'invalidPath' });
  });

  it('decide about no operations at all', () => {
    expect(refusal(() => patched([]))).toMatchObject({ scimType: 'invalidSyntax' });
    expect(patched([], adele, { emptyOperations: 'accept' })).toBe(adele);
  });

  it('decide about two primary values', () => {
    const two = [
      {
        op: 'add',
        path: 'emails',
        value: [
          { value: 'a', primary: true },
          { value: 'b', primary: 'True' },
        ],
      },
    ];
    expect(refusal(() => patched(two))).toMatchObject({ scimType: 'invalidValue' });
    expect(patched(two, adele, { twoPrimaries: 'keepFirst' }).emails).toEqual([
      { value: 'a', primary: true },
      { value: 'b', primary: false },
    ]);
  });
});

describe('a large patch', () => {
  const ims = Array.from({ length: 1_000 }, (_, n) => ({ type: `t${n}`, value: `v${n}` }));
  const operations = (count: number) =>
    ims.slice(0, count).map(({ type }) => ({ op: 'replace', path: `ims[type eq "${type}"].value`, value: 'x' }));

  it('changes 200 of 1,000 values, and is refused where it would look at too many', () => {
    const after = patched(operations(200), { ...adele, ims });
    expect((after.ims as { value: string }[]).filter(({ value }) => value === 'x')).toHaveLength(200);
    expect(refusal(() => patched(operations(201), { ...adele, ims }))).toMatchObject({ status: 413 });
  });
});
