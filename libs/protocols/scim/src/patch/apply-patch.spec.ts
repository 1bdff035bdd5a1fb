import { defaultLeniency } from '../leniency/leniency';
import { changedPaths } from '../resource/changed-paths';
import type { Resource } from '../resource/resource';
import { enterpriseUserSchema, userType } from '../schema/user';
import type { ScimError } from '../scim-error';
import { applyPatch } from './apply-patch';
import { readPatch } from './read-patch';

const ent = enterpriseUserSchema.id;
const message = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const base: Resource = {
  userName: 'adele@contoso.com',
  displayName: 'Adele',
  title: 'Manager',
  active: true,
  name: { givenName: 'Adele', familyName: 'Vance' },
  emails: [{ value: 'adele@contoso.com', type: 'work', primary: true }],
  phoneNumbers: [{ value: '1', type: 'work' }],
  [ent]: { department: 'Retail', manager: { value: 'm1' } },
};

const patched = (body: unknown) => applyPatch(userType, base, readPatch(userType, body, defaultLeniency));
const patch = (...Operations: object[]) => patched({ schemas: [message], Operations });
const errorOf = (body: unknown): Partial<ScimError> => {
  try {
    patched(body);
  } catch (error) {
    return error as ScimError;
  }
  return {};
};

/** name, operation, the changed paths, and what the resource has then. */
const effects: readonly [name: string, operation: object, paths: string[], expected: Record<string, unknown>][] = [
  ['old dialect: disable', { op: 'Replace', path: 'active', value: 'False' }, ['active'], { active: false }],
  ['old dialect: lower-case text', { op: 'Replace', path: 'active', value: 'false' }, ['active'], { active: false }],
  ['new dialect: disable', { op: 'replace', value: { active: false } }, ['active'], { active: false }],
  ['a single attribute', { op: 'Replace', path: 'displayName', value: 'A' }, ['displayName'], { displayName: 'A' }],
  ['names in any case', { op: 'REPLACE', path: 'DISPLAYNAME', value: 'A' }, ['displayName'], { displayName: 'A' }],
  [
    'a dotted path',
    { op: 'Replace', path: 'name.givenName', value: 'A' },
    ['name.givenName'],
    { name: { givenName: 'A', familyName: 'Vance' } },
  ],
  [
    'merged keys: dotted, URN and value path',
    {
      op: 'replace',
      value: { 'name.givenName': 'A', [`${ent}:department`]: 'HR', 'emails[type eq "work"].value': 'a@b' },
    },
    ['name.givenName', 'emails', `${ent}:department`],
    { emails: [{ value: 'a@b', type: 'work', primary: true }], [ent]: { department: 'HR', manager: { value: 'm1' } } },
  ],
  ['an extension object', { op: 'replace', value: { [ent]: { department: 'HR' } } }, [`${ent}:department`], {}],
  [
    'a URN in another case',
    { op: 'Replace', path: `${ent.toUpperCase()}:Department`, value: 'HR' },
    [`${ent}:department`],
    {},
  ],
  [
    'an enterprise attribute at the root',
    { op: 'Replace', path: 'department', value: 'HR' },
    [`${ent}:department`],
    {},
  ],
  [
    'replace of an element that is there',
    { op: 'Replace', path: 'phoneNumbers[type eq "work"].value', value: '2' },
    ['phoneNumbers'],
    { phoneNumbers: [{ value: '2', type: 'work' }] },
  ],
  [
    'replace of one that is not, of a canonical type',
    { op: 'Replace', path: 'phoneNumbers[type eq "mobile"].value', value: '3' },
    ['phoneNumbers'],
    {
      phoneNumbers: [
        { value: '1', type: 'work' },
        { type: 'mobile', value: '3' },
      ],
    },
  ],
  [
    'roles by primary',
    { op: 'Add', path: 'roles[primary eq "True"].value', value: 'Agent' },
    ['roles'],
    { roles: [{ primary: true, value: 'Agent' }] },
  ],
  [
    'a role as JSON in a text',
    { op: 'Add', path: 'roles', value: [{ value: '{"id":"1","value":"25","displayName":"R"}' }] },
    ['roles'],
    { roles: [{ value: '25', display: 'R' }] },
  ],
  [
    'add to a list',
    { op: 'Add', path: 'emails', value: [{ value: 'b@c', type: 'home' }] },
    ['emails'],
    { emails: [base.emails as never, { value: 'b@c', type: 'home' }].flat() },
  ],
  [
    'add of what is there',
    { op: 'Add', path: 'emails', value: [{ value: 'adele@contoso.com', type: 'work', primary: true }] },
    [],
    {},
  ],
  [
    'a new primary takes it from the old',
    { op: 'Add', path: 'emails', value: { value: 'b@c', type: 'home', primary: true } },
    ['emails'],
    {
      emails: [
        { value: 'adele@contoso.com', type: 'work', primary: false },
        { value: 'b@c', type: 'home', primary: true },
      ],
    },
  ],
  [
    'manager as a text',
    { op: 'Add', path: `${ent}:manager`, value: 'm2' },
    [`${ent}:manager.value`],
    { [ent]: { department: 'Retail', manager: { value: 'm2' } } },
  ],
  ['manager as an object', { op: 'Add', path: `${ent}:manager`, value: { value: 'm2' } }, [`${ent}:manager.value`], {}],
  [
    'manager in a list',
    { op: 'Add', path: `${ent}:manager`, value: [{ value: 'm2', $ref: 'x' }] },
    [`${ent}:manager.value`],
    {},
  ],
  ['manager by its sub-attribute', { op: 'Add', path: 'manager.value', value: 'm2' }, [`${ent}:manager.value`], {}],
  [
    'manager cleared by an empty text',
    { op: 'Replace', path: `${ent}:manager`, value: '' },
    [`${ent}:manager`],
    { [ent]: { department: 'Retail' } },
  ],
  [
    'manager removed',
    { op: 'Remove', path: `${ent}:manager` },
    [`${ent}:manager`],
    { [ent]: { department: 'Retail' } },
  ],
  ['replace with null clears', { op: 'replace', path: 'title', value: null }, ['title'], { title: undefined }],
  ['replace with an empty text clears', { op: 'replace', path: 'title', value: '' }, ['title'], { title: undefined }],
  ['null clears a list', { op: 'replace', path: 'emails', value: null }, ['emails'], { emails: undefined }],
  [
    'null in a complex value clears that one',
    { op: 'replace', path: 'name', value: { givenName: null } },
    ['name.givenName'],
    { name: { familyName: 'Vance' } },
  ],
  [
    'a wrapped simple value',
    { op: 'Replace', path: 'title', value: [{ $ref: null, value: 'CEO' }] },
    ['title'],
    { title: 'CEO' },
  ],
  ['remove may carry a value', { op: 'Remove', path: 'title', value: 'Manager' }, ['title'], { title: undefined }],
  [
    'remove of listed elements removes them alone',
    { op: 'Remove', path: 'phoneNumbers', value: [{ value: '9' }] },
    [],
    {},
  ],
  ['remove of nothing selected', { op: 'remove', path: 'emails[type eq "home"]' }, [], {}],
  ['remove of a selected element', { op: 'remove', path: 'emails[type eq "work"]' }, ['emails'], { emails: undefined }],
  [
    'an element emptied of its value',
    { op: 'Replace', path: 'phoneNumbers[type eq "work"].value', value: '' },
    ['phoneNumbers'],
    { phoneNumbers: undefined },
  ],
  ['the same value again', { op: 'Replace', path: 'displayName', value: 'Adele' }, [], {}],
  [
    'what the server owns, without a path',
    { op: 'replace', value: { id: 'x', schemas: [], meta: {}, title: 'CEO' } },
    ['title'],
    {},
  ],
  ['what no schema knows', { op: 'Replace', path: 'shoeSize', value: '42' }, [], {}],
  ['a password is never kept', { op: 'Replace', path: 'password', value: 'secret' }, [], { password: undefined }],
];

const refusals: readonly [name: string, body: unknown, scimType: string][] = [
  ['no object', 'patch', 'invalidSyntax'],
  ['no schemas', { Operations: [{ op: 'add', path: 'title', value: 'x' }] }, 'invalidSyntax'],
  ['no operations', { schemas: [message], Operations: [] }, 'invalidSyntax'],
  ['an unknown op', { schemas: [message], Operations: [{ op: 'move', path: 'title' }] }, 'invalidSyntax'],
  ['add without a value', { schemas: [message], Operations: [{ op: 'add', path: 'title' }] }, 'invalidValue'],
  ['remove without a path', { schemas: [message], Operations: [{ op: 'remove' }] }, 'noTarget'],
  ['a path that is none', { schemas: [message], Operations: [{ op: 'add', path: '][', value: 'x' }] }, 'invalidPath'],
  [
    'a bracket that is left open',
    { schemas: [message], Operations: [{ op: 'add', path: 'emails[type eq "work"', value: 'x' }] },
    'invalidPath',
  ],
  [
    'a filter that is none',
    { schemas: [message], Operations: [{ op: 'add', path: 'emails[type equals "work"].value', value: 'x' }] },
    'invalidFilter',
  ],
  [
    'a filter on a single value',
    { schemas: [message], Operations: [{ op: 'add', path: 'title[value eq "x"]', value: 'x' }] },
    'invalidFilter',
  ],
  [
    'a type that is not canonical',
    { schemas: [message], Operations: [{ op: 'replace', path: 'emails[type eq "moon"].value', value: 'x' }] },
    'noTarget',
  ],
  [
    'a read-only target',
    { schemas: [message], Operations: [{ op: 'replace', path: 'groups', value: [] }] },
    'mutability',
  ],
  ['the id', { schemas: [message], Operations: [{ op: 'replace', path: 'id', value: 'x' }] }, 'mutability'],
  ['removing what is required', { schemas: [message], Operations: [{ op: 'remove', path: 'userName' }] }, 'mutability'],
  [
    'emptying what is required',
    { schemas: [message], Operations: [{ op: 'replace', path: 'userName', value: '' }] },
    'mutability',
  ],
  [
    'a wrong type',
    { schemas: [message], Operations: [{ op: 'replace', path: 'active', value: 'maybe' }] },
    'invalidValue',
  ],
  ['a NUL', { schemas: [message], Operations: [{ op: 'replace', path: 'title', value: 'a\u0000' }] }, 'invalidValue'],
  [
    'half a surrogate pair',
    { schemas: [message], Operations: [{ op: 'replace', path: 'title', value: '\ud800' }] },
    'invalidValue',
  ],
];

describe('PATCH', () => {
  it.each(effects)('%s', (_, operation, paths, expected) => {
    const resource = patch(operation);
    expect(changedPaths(userType, base, resource).sort()).toEqual([...paths].sort());
    expect(resource).toMatchObject(
      Object.fromEntries(Object.entries(expected).filter(([, value]) => value !== undefined)),
    );
    for (const [name, value] of Object.entries(expected))
      if (value === undefined) expect(resource).not.toHaveProperty(name);
    if (paths.length === 0) expect(resource).toEqual(base);
  });

  it.each(refusals)('refuses %s', (_, body, scimType) => {
    expect(errorOf(body)).toMatchObject({ status: 400, scimType });
  });

  it('takes 1,000 operations, and not one more', () => {
    const titles = (length: number) => Array.from({ length }, () => ({ op: 'add', path: 'title', value: 'x' }));
    expect(patch(...titles(1_000)).title).toBe('x');
    expect(errorOf({ schemas: [message], Operations: titles(1_001) })).toMatchObject({ status: 413 });
  });

  it('puts several adds with the same filter into one element', () => {
    const add = (sub: string, value: string) => ({ op: 'Add', path: `addresses[type eq "work"].${sub}`, value });
    const resource = patch(add('streetAddress', 'Street 1'), add('postalCode', '98052'));
    expect(resource.addresses).toEqual([{ type: 'work', streetAddress: 'Street 1', postalCode: '98052' }]);
  });

  it('does all or nothing, and leaves what it was given alone', () => {
    const before = structuredClone(base);
    expect(
      errorOf({ schemas: [message], Operations: [{ op: 'replace', path: 'title', value: 'x' }, { op: 'remove' }] }),
    ).toMatchObject({ scimType: 'noTarget' });
    expect(base).toEqual(before);
  });

  it('does not reach into prototypes', () => {
    const body = (value: string) =>
      JSON.parse(`{"schemas":["${message}"],"Operations":[{"op":"add","value":${value}}]}`) as unknown;
    expect(errorOf(body('{"__proto__":{"polluted":true}}'))).toMatchObject({ scimType: 'invalidPath' });
    expect(errorOf(body('{"constructor":{"prototype":{"polluted":true}}}'))).toEqual({});
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});
