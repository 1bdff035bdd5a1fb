import { assetUrn, assetDefinition, deviceDefinition, deviceType, deviceUrn } from '../testing/device-type';
import { refusal } from '../testing/requests';
import { attribute } from './attribute';
import { resolvePath, spell } from './attribute-path';
import { describeResourceType, describeSchema } from './describe-schema';
import { groupType } from './group';
import { parseResourceType } from './parse-resource-type';
import { parseSchema } from './parse-schema';
import { resourceTypesOf } from './resource-types';
import { enterpriseUserSchema, userSchema, userType } from './user';

/** Schemas and resource types that a job defines (RFC 7643 §6 and §7). */

const schemaWith = (more: object, id = 'urn:example:X') => parseSchema({ id, attributes: [{ name: 'x', ...more }] });
const text = (length: number) => 'x'.repeat(length);

describe('a schema', () => {
  it('has the defaults of the RFC where nothing is said', () => {
    expect(schemaWith({})).toEqual({
      id: 'urn:example:X',
      name: 'urn:example:X',
      description: '',
      attributes: [attribute('x')],
    });
    expect(schemaWith({ mutability: 'writeOnly' }).attributes[0]).toMatchObject({ returned: 'never' });
    expect(schemaWith({ type: null, required: null, canonicalValues: null }).attributes).toEqual([attribute('x')]);
  });

  it.each<[string, object]>([
    ['user', userSchema],
    ['enterprise user', enterpriseUserSchema],
    ['group', groupType.schema],
    ['device', deviceType.schema],
  ])('of a %s is read as it is described', (_, schema) => {
    const described = JSON.parse(JSON.stringify(describeSchema(schema as typeof userSchema, 'l'))) as object;
    expect(JSON.stringify(described)).not.toContain('null');
    expect(described).toMatchObject({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:Schema'],
      meta: { resourceType: 'Schema', location: 'l' },
    });
    expect(parseSchema(described)).toEqual(schema);
  });

  it.each<[string, unknown, string]>([
    ['a list', [], '400 invalidSyntax'],
    ['no id', { attributes: [{ name: 'x' }] }, '400 invalidValue'],
    ['no attributes', { id: 'urn:example:X' }, '400 invalidValue'],
    ['an empty list', { id: 'urn:example:X', attributes: [] }, '400 invalidValue'],
    ['an attribute that is a text', { id: 'urn:example:X', attributes: ['x'] }, '400 invalidValue'],
    ['a name twice', { id: 'urn:example:X', attributes: [{ name: 'x' }, { name: 'X' }] }, '400 invalidValue'],
    [
      '501 attributes',
      { id: 'urn:example:X', attributes: Array.from({ length: 501 }, (_, n) => ({ name: `x${n}` })) },
      '400 invalidValue',
    ],
    ['a name with a NUL', { id: 'urn:example:X', name: 'a\u0000', attributes: [{ name: 'x' }] }, '400 invalidValue'],
    [
      'a long description',
      { id: 'urn:example:X', description: text(2_001), attributes: [{ name: 'x' }] },
      '400 invalidValue',
    ],
  ])('is refused: %s', (_, given, refused) => {
    expect(refusal(() => parseSchema(given))).toBe(refused);
  });

  it.each([
    'x',
    'http://example.com',
    'urn:',
    'urn:example',
    'urn:example:',
    'urn:example:a b',
    'urn:example:a]',
    'urn:example:a+b',
    'urn:example:a.',
    'urn:example:a\u0000',
  ])('has a URN, and not %j', (id) => {
    expect(refusal(() => schemaWith({}, id))).toBe('400 invalidValue');
  });

  it.each<[string, object]>([
    ['type', { type: 'text' }],
    ['mutability', { mutability: 'readonly' }],
    ['returned', { returned: 'sometimes' }],
    ['uniqueness', { uniqueness: 'tenant' }],
    ['a flag', { required: 'true' }],
    ['canonical values', { canonicalValues: 'work' }],
    ['a canonical value', { canonicalValues: [7] }],
    ['a canonical value with a NUL', { canonicalValues: ['a\u0000'] }],
    ['a reference type with half a character', { referenceTypes: ['\ud800'] }],
    ['a complex one without parts', { type: 'complex' }],
    ['a simple one with parts', { subAttributes: [{ name: 'y' }] }],
    [
      'a complex one in a complex one',
      { type: 'complex', subAttributes: [{ name: 'y', type: 'complex', subAttributes: [{ name: 'z' }] }] },
    ],
    ['a part twice', { type: 'complex', subAttributes: [{ name: 'y' }, { name: 'Y' }] }],
    ['a complex one that is unique', { type: 'complex', uniqueness: 'server', subAttributes: [{ name: 'y' }] }],
    ['a secret that is returned', { mutability: 'writeOnly', returned: 'default' }],
    ['too many parts', { type: 'complex', subAttributes: Array.from({ length: 500 }, (_, n) => ({ name: `y${n}` })) }],
  ])('takes no other %s', (_, more) => {
    expect(refusal(() => schemaWith(more))).toBe('400 invalidValue');
  });

  it.each([
    '',
    '1x',
    'a b',
    'a.b',
    'a:b',
    'a[b',
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'id',
    'META',
    'schemas',
    'externalId',
    text(101),
  ])('takes no attribute with the name %j', (name) => {
    expect(refusal(() => schemaWith({ name }))).toBe('400 invalidValue');
  });

  it.each(['valueOf', 'isPrototypeOf', '__proto__'])('takes no part with the name %j', (name) => {
    expect(refusal(() => schemaWith({ type: 'complex', subAttributes: [{ name }] }))).toBe('400 invalidValue');
  });
});

describe('a resource type', () => {
  const own = (more: object = {}) =>
    parseResourceType({ name: 'Device', endpoint: '/Devices', schema: deviceUrn, ...more });
  const schemas = [deviceDefinition, assetDefinition].map(parseSchema);
  const typesOf = (...types: object[]) => resourceTypesOf(schemas, types.map(parseResourceType));

  it('is described as it was defined', () => {
    expect(describeResourceType(deviceType, 'l')).toMatchObject({
      id: 'Device',
      endpoint: '/Devices',
      schema: deviceUrn,
      schemaExtensions: [{ schema: assetUrn, required: true }, { required: false }],
    });
  });

  it.each<[string, unknown, string]>([
    ['a text', 'x', '400 invalidSyntax'],
    ['no name', {}, '400 invalidValue'],
    ['a name with a space', { name: 'a b' }, '400 invalidValue'],
    ['an endpoint of the protocol', { name: 'X', endpoint: '/BULK', schema: deviceUrn }, '400 invalidValue'],
    ['an endpoint of two steps', { name: 'X', endpoint: '/a/b', schema: deviceUrn }, '400 invalidValue'],
    ['no schema', { name: 'X', endpoint: '/Xs' }, '400 invalidValue'],
    [
      'a description with a NUL',
      { name: 'X', endpoint: '/Xs', schema: deviceUrn, description: '\u0000' },
      '400 invalidValue',
    ],
    [
      'extensions that are no list',
      { name: 'X', endpoint: '/Xs', schema: deviceUrn, schemaExtensions: {} },
      '400 invalidValue',
    ],
    [
      'an extension that is a text',
      { name: 'X', endpoint: '/Xs', schema: deviceUrn, schemaExtensions: [assetUrn] },
      '400 invalidValue',
    ],
    [
      '51 extensions',
      {
        name: 'X',
        endpoint: '/Xs',
        schema: deviceUrn,
        schemaExtensions: Array.from({ length: 51 }, () => ({ schema: assetUrn })),
      },
      '400 invalidValue',
    ],
    ['users elsewhere', { name: 'user', endpoint: '/People' }, '400 invalidValue'],
    ['users of another schema', { name: 'User', schema: deviceUrn }, '400 invalidValue'],
  ])('is refused: %s', (_, given, refused) => {
    expect(refusal(() => parseResourceType(given))).toBe(refused);
  });

  it('may extend users, who stay what they are', () => {
    const [user, group] = typesOf({ name: 'user', schemaExtensions: [{ schema: assetUrn }] });
    expect(user?.schemaExtensions.map(({ schema }) => schema.id)).toEqual([enterpriseUserSchema.id, assetUrn]);
    expect(user).toMatchObject({ endpoint: '/Users', memberOf: 'groups', defaults: { active: true } });
    expect(user?.lookups).toEqual([
      ...userType.lookups,
      `${assetUrn}:owner`,
      `${assetUrn}:state`,
      `${assetUrn}:audited`,
    ]);
    expect(group).toBe(groupType);
  });

  it.each<[string, object[]]>([
    ['a schema that nobody uploaded', [{ ...own(), schema: 'urn:x' }]],
    ['an extension that nobody uploaded', [{ ...own(), schemaExtensions: [{ schema: 'urn:x' }] }]],
    [
      'an extension twice',
      [{ ...own(), schemaExtensions: [{ schema: assetUrn }, { schema: assetUrn.toUpperCase() }] }],
    ],
    ['its own schema as an extension', [{ ...own(), schemaExtensions: [{ schema: deviceUrn }] }]],
    ['an extension of users twice', [{ name: 'User', schemaExtensions: [{ schema: assetUrn }, { schema: assetUrn }] }]],
    ['users as their extension', [{ name: 'User', schemaExtensions: [{ schema: userSchema.id }] }]],
    ['an endpoint twice', [own(), { ...own(), name: 'Other', endpoint: '/devices' }]],
    ['a name twice', [own(), { ...own(), name: 'DEVICE', endpoint: '/Others' }]],
  ])('is refused among others: %s', (_, types) => {
    expect(refusal(() => typesOf(...types))).toBe('400 invalidValue');
  });
});

describe('a path', () => {
  const urn = enterpriseUserSchema.id;

  it.each<[string, string | undefined]>([
    ['USERNAME', 'userName'],
    ['name.GIVENNAME', 'name.givenName'],
    [`${userSchema.id}:name.givenName`, 'name.givenName'],
    [`${urn.toUpperCase()}:DEPARTMENT`, `${urn}:department`],
    [`${urn}:manager.value`, `${urn}:manager.value`],
    ['department', `${urn}:department`],
    ['manager.$ref', `${urn}:manager.$ref`],
    ['externalid', 'externalId'],
    [`${userSchema.id}:meta.VERSION`, 'meta.version'],
    ['roles.displayName', 'roles.display'],
    ['manager.displayName', `${urn}:manager.displayName`],
    [`${urn}:userName`, undefined],
    [`${urn}:id`, undefined],
    [urn, undefined],
    ['urn:x:title', undefined],
    ['title.x', undefined],
    ['name.givenName.x', undefined],
    ['', undefined],
    ['__proto__', undefined],
    ['constructor', undefined],
    ['name.__proto__', undefined],
    ['toString.length', undefined],
  ])('%s means %s', (given, expected) => {
    const found = resolvePath(userType, given);
    expect(found && spell(found)).toBe(expected);
  });

  it('goes to the schema with the longer URN', () => {
    const [short, long] = ['urn:example:a', 'urn:example:a:b'].map((id) =>
      schemaWith({ name: id.endsWith('b') ? 'y' : 'x' }, id),
    );
    if (!short || !long) throw new Error('no schemas');
    const type = {
      ...userType,
      schemaExtensions: [
        { schema: short, required: false },
        { schema: long, required: false },
      ],
    };
    expect(resolvePath(type, 'urn:example:a:b:y')?.extension).toBe('urn:example:a:b');
    expect(resolvePath(type, 'urn:example:a:x')?.extension).toBe('urn:example:a');
  });
});
