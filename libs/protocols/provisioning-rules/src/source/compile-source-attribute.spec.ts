import type { AttributeDefinition } from '../schema/synchronization-schema';
import { compileSourceAttribute, sourceNames } from './compile-source-attribute';
import { groupAttributes } from './group-attributes';
import { isScimPath } from './scim-path';
import type { SourceAttributeDefinition } from './source-attribute-definition';
import { userAttributes } from './user-attributes';

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const waybill = 'urn:ietf:params:scim:schemas:extension:waybill:2.0:User';
const guid = '6ea91a8d-e32e-41a1-b7bd-d2d185eed0e0';
const role = { primary: true, type: 'WindowsAzureActiveDirectoryRole', value: 'Admin' };

const adele = {
  userName: 'AdeleV@contoso.com',
  externalId: 'adelev',
  active: true,
  name: { givenName: 'Adele', familyName: 'Vance' },
  title: ' ',
  emails: [
    { type: 'other', value: 'adele@example.com' },
    { type: 'work', value: 'AdeleV@contoso.com' },
    { type: 'other', value: '' },
    { type: 'other', value: 'av@example.com' },
  ],
  addresses: [
    { type: 'work', locality: 'Bellevue', region: 'WA', country: 'US' },
    { type: 'other', formatted: '18/2111' },
  ],
  phoneNumbers: [{ type: 'mobile', value: '+1 425 555 0109' }],
  roles: [role, 'Requester', {}, null],
  [enterprise]: { department: 'Retail', employeeNumber: 1042, manager: { value: guid, $ref: '../Users/x' } },
  [waybill]: {
    extensionAttribute7: 'seven',
    dirSyncEnabled: 'true',
    employeeHireDate: '2024-05-01',
    extension_7a4b00000000000000000000000000ff_badge: 'B-9',
    extension_7a4b00000000000000000000000000ff_tags: ['a', 'b'],
    height: 170,
    lefty: false,
  },
};

const member: AttributeDefinition[] = [
  { name: 'height', type: 'Integer', metadata: [{ key: 'ScimPath', value: `${waybill}:height` }] },
  { name: 'lefty', type: 'Boolean', metadata: [{ key: 'ScimPath', value: `${waybill}:lefty` }] },
  { name: 'department', type: 'String', metadata: [{ key: 'ScimPath', value: 'userName' }] },
  { name: 'nowhere', type: 'String' },
  { name: 'bad', type: 'String', metadata: [{ key: 'ScimPath', value: 'a b' }] },
];
const ours: SourceAttributeDefinition = {
  name: 'everyMail',
  type: 'String',
  multivalued: true,
  readFrom: ['nickName', 'emails.value'],
};
const own = [...member, ours];

const reads: readonly [name: string, value: unknown][] = [
  ['userPrincipalName', 'AdeleV@contoso.com'],
  ['originalUserPrincipalName', 'AdeleV@contoso.com'],
  ['mailNickname', 'adelev'],
  ['objectId', null],
  ['displayName', 'Adele Vance'],
  ['givenName', 'Adele'],
  ['surname', 'Vance'],
  ['jobTitle', null],
  ['department', 'Retail'],
  ['division', null],
  ['companyName', null],
  ['employeeId', 1042],
  ['manager', guid],
  ['mail', 'AdeleV@contoso.com'],
  ['proxyAddresses', ['adele@example.com', 'av@example.com']],
  ['otherMails', null],
  ['telephoneNumber', null],
  ['mobile', '+1 425 555 0109'],
  ['city', 'Bellevue'],
  ['state', 'WA'],
  ['country', 'US'],
  ['physicalDeliveryOfficeName', '18/2111'],
  ['accountEnabled', 'True'],
  ['IsSoftDeleted', 'False'],
  ['appRoleAssignments', [role, { value: 'Requester' }]],
  ['extensionAttribute7', 'seven'],
  ['extensionAttribute15', null],
  ['dirSyncEnabled', 'True'],
  ['employeeHireDate', '2024-05-01'],
  // The job's own, by our own description and by the schema's.
  ['everyMail', ['adele@example.com', 'AdeleV@contoso.com', 'av@example.com']],
  ['height', 170],
  ['lefty', 'False'],
  // Directory extensions.
  ['extension_7a4b00000000000000000000000000ff_badge', 'B-9'],
  ['extension_7a4b00000000000000000000000000ff_tags', ['a', 'b']],
  ['extension_7a4b00000000000000000000000000ff_none', null],
  // Paths.
  ['name.givenName', 'Adele'],
  ['name.formatted', 'Adele Vance'],
  ['emails[type eq "work"].value', 'AdeleV@contoso.com'],
  ['emails[type eq "other"].value', ['adele@example.com', 'av@example.com']],
  ['emails[type eq "home"].value', null],
  ['roles[primary eq true]', 'Admin'],
  ['roles[primary eq true].primary', 'True'],
  [`${enterprise}:employeeNumber`, 1042],
  ['urn:ietf:params:scim:schemas:core:2.0:User:active', 'True'],
];

const read = (name: string, resource: object = adele, entitled = true) =>
  compileSourceAttribute('User', name, own)?.read({ resource: { ...resource }, memberOf: [], entitled });

describe('a source attribute', () => {
  it.each(reads)('%s is read from where SCIM carries it', (name, value) => {
    expect(read(name)).toEqual(value);
  });

  it.each([
    'Department',
    'externalId',
    'nowhere',
    'bad',
    '',
    'a b.c',
    'urn:',
    'constructor',
    '__proto__',
    'extension_x',
  ])('%j is unknown', (name) => {
    expect(compileSourceAttribute('User', name, own)).toBeUndefined();
  });

  it.each([
    ['objectId', guid, null],
    ['mailNickname', null, 'AdeleV'],
  ])('%s tells a GUID in externalId from a nickname', (name, ofGuid, ofNickname) => {
    expect(read(name, { externalId: guid })).toBe(ofGuid);
    expect(read(name, { externalId: 'AdeleV' })).toBe(ofNickname);
  });

  it.each([
    ['displayName', { displayName: 'A', name: { formatted: 'B', givenName: 'C' } }, 'A'],
    ['displayName', { displayName: '', name: { formatted: 'B', givenName: 'C' } }, 'B'],
    ['displayName', { name: { familyName: 'D' } }, 'D'],
    ['displayName', { name: {} }, null],
    ['mailNickname', { nickName: 'A', externalId: 'B' }, 'A'],
    ['mail', { emails: [{ value: 'a', primary: true }, { value: 'b' }] }, 'a'],
    ['physicalDeliveryOfficeName', { addresses: [{ type: 'WORK', formatted: 'B 1' }] }, 'B 1'],
    ['manager', { [enterprise]: { manager: guid } }, guid],
    ['manager', { [enterprise]: { manager: [{ value: guid }, { value: 'x' }] } }, guid],
    ['manager', { [enterprise]: { manager: { displayName: 'x' } } }, null],
    ['jobTitle', { title: { value: { value: 'x' } } }, null],
    ['appRoleAssignments', { roles: [] }, null],
    ['proxyAddresses', { emails: [{ type: 'other', value: 'a' }] }, ['a']],
    ['accountEnabled', {}, 'True'],
    ['constructor.name', {}, null],
  ])('%s of %j is %j', (name, resource, value) => {
    expect(read(name, resource)).toEqual(value);
  });

  it.each([
    [true, false],
    ['False', true],
    [false, true],
  ])('whose `active` is %j knows nothing of accountEnabled: %j', (active, unknown) => {
    const subject = { resource: { active }, memberOf: [], entitled: true };
    const source = compileSourceAttribute('User', 'accountEnabled', []);
    expect(source?.isUnknown(subject)).toBe(unknown);
    expect(source?.read(subject)).toBe(unknown ? null : 'True');
    expect(compileSourceAttribute('User', 'userPrincipalName', [])?.isUnknown(subject)).toBe(false);
  });

  it('is soft-deleted where he is not entitled, whatever the directory says', () => {
    expect(read('IsSoftDeleted', { active: true }, false)).toBe('True');
    expect(read('IsSoftDeleted', { active: false }, true)).toBe('False');
  });

  it('of a group is read from the group', () => {
    const resource = { externalId: 'g', displayName: 'Sales', members: [{ value: 'a' }, { value: 'b' }] };
    const subject = { resource, memberOf: [], entitled: true };
    const values = ['objectId', 'displayName', 'members', 'mail'].map((name) =>
      compileSourceAttribute('Group', name, [])?.read(subject),
    );
    expect(values).toEqual(['g', 'Sales', ['a', 'b'], null]);
    const members = compileSourceAttribute('Group', 'members', []);
    expect(members?.isUnknown(subject)).toBe(false);
    expect(members?.isUnknown({ ...subject, resource: {} })).toBe(true);
    expect(compileSourceAttribute('Group', 'jobTitle', [])).toBeUndefined();
  });

  it('says whether anybody declared its type', () => {
    const declared = (name: string) => compileSourceAttribute('User', name, own)?.declared;
    expect(['mail', 'height', 'name.givenName', 'extension_1_x'].map(declared)).toEqual([true, true, false, false]);
  });

  it('is described as it was declared', () => {
    expect(compileSourceAttribute('User', 'height', own)?.definition).toEqual({
      name: 'height',
      type: 'Integer',
      readFrom: [`${waybill}:height`],
    });
    expect(compileSourceAttribute('User', 'appRoleAssignments', own)?.definition).toMatchObject({
      type: 'Complex',
      multivalued: true,
    });
  });
});

describe('the source attributes', () => {
  it.each([
    ['users', userAttributes],
    ['groups', groupAttributes],
  ])('of %s have names of their own and paths', (_, attributes) => {
    const names = attributes.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(attributes.flatMap(({ readFrom }) => readFrom).filter((path) => !isScimPath(path))).toEqual([]);
    expect(attributes.filter(({ readFrom, computed }) => readFrom.length === 0 && !computed)).toEqual([]);
  });

  it('are named with those of the job', () => {
    expect(sourceNames('User', own)).toEqual([
      ...userAttributes.map(({ name }) => name),
      'height',
      'lefty',
      'department',
      'everyMail',
    ]);
  });
});
