import { defaultLeniency } from '../leniency/leniency';
import { enterpriseUserSchema, userSchema, userType } from '../schema/user';
import type { ScimError } from '../scim-error';
import { parseResource } from './parse-resource';
import { projectionOf } from './projection';
import { renderResource } from './render-resource';

const ent = enterpriseUserSchema.id;
const schemas = [userSchema.id, ent];
const parse = (body: unknown) => parseResource(userType, body, defaultLeniency);
const meta = { id: '1', created: 'c', lastModified: 'm', version: 'W/"1"', location: 'l' };

describe('a body', () => {
  it('of Azure AD is read as it was meant', () => {
    const { resource, unknown } = parse({
      schemas: [userSchema.id, `${ent.slice(0, -5)}User`],
      externalId: 'AdeleV',
      userName: 'adele@contoso.com',
      active: 'True',
      emails: [{ primary: 'True', type: 'work', value: 'adele@contoso.com' }],
      addresses: null,
      title: null,
      meta: { resourceType: 'User' },
      id: 'chosen by the client',
      roles: [],
      department: 'at the root',
      manager: 'm1',
      shoeSize: 42,
    });
    expect(resource).toEqual({
      externalId: 'AdeleV',
      userName: 'adele@contoso.com',
      active: true,
      emails: [{ primary: true, type: 'work', value: 'adele@contoso.com' }],
      [ent]: { department: 'at the root', manager: { value: 'm1' } },
    });
    expect(unknown).toEqual(['shoeSize']);
  });

  it.each<[string, unknown, string]>([
    ['a list', [], 'invalidSyntax'],
    ['a text', 'user', 'invalidSyntax'],
    ['no schemas', { userName: 'a' }, 'invalidSyntax'],
    ['other schemas', { schemas: ['urn:x'], userName: 'a' }, 'invalidSyntax'],
    ['no userName', { schemas }, 'invalidValue'],
    ['a number for a text', { schemas, userName: 7 }, 'invalidValue'],
    ['a list for a text', { schemas, userName: ['a', 'b'] }, 'invalidValue'],
    ['a text for an object', { schemas, userName: 'a', name: 'Adele' }, 'invalidValue'],
    [
      'two primaries',
      {
        schemas,
        userName: 'a',
        emails: [
          { value: 'x', primary: true },
          { value: 'y', primary: true },
        ],
      },
      'invalidValue',
    ],
    ['an extension that is none', { schemas, userName: 'a', [ent]: 'x' }, 'invalidValue'],
    ['a NUL', { schemas, userName: 'a\u0000' }, 'invalidValue'],
    ['what is not base64', { schemas, userName: 'a', x509Certificates: [{ value: '*' }] }, 'invalidValue'],
  ])('is refused: %s', (_, body, scimType) => {
    let refused: unknown;
    try {
      parse(body);
    } catch (error) {
      refused = error;
    }
    expect(refused as ScimError).toMatchObject({ status: 400, scimType });
  });

  it('does not reach into prototypes', () => {
    const body = JSON.parse(`{"schemas":["${userSchema.id}"],"userName":"a","__proto__":{"polluted":1}}`) as unknown;
    parse(body);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe('an answer', () => {
  const { resource } = parse({
    schemas,
    userName: 'a',
    displayName: 'A',
    emails: [{ value: 'x', type: 'work' }],
    [ent]: { manager: 'm' },
  });
  const render = (asked = {}) => renderResource(userType, resource, meta, projectionOf(userType, asked));

  it('names an extension if it has content, and has no nulls', () => {
    expect(render()).toEqual({
      schemas,
      id: '1',
      userName: 'a',
      displayName: 'A',
      emails: [{ value: 'x', type: 'work' }],
      [ent]: { manager: { value: 'm' } },
      meta: { resourceType: 'User', created: 'c', lastModified: 'm', location: 'l', version: 'W/"1"' },
    });
    expect(renderResource(userType, { userName: 'a' }, meta, projectionOf(userType, {})).schemas).toEqual([
      userSchema.id,
    ]);
  });

  it('shows what was asked for', () => {
    expect(render({ attributes: 'id' })).toEqual({ schemas: [userSchema.id], id: '1' });
    expect(render({ attributes: 'meta.version' })).toEqual({
      schemas: [userSchema.id],
      id: '1',
      meta: { version: 'W/"1"' },
    });
    expect(render({ attributes: 'EMAILS.value' })).toMatchObject({ emails: [{ value: 'x' }] });
    expect(render({ excludedAttributes: 'emails.type,displayName' })).toMatchObject({
      emails: [{ value: 'x' }],
      userName: 'a',
    });
    expect(render({ excludedAttributes: 'id,displayName' })).not.toHaveProperty('displayName');
    expect(render({ excludedAttributes: 'id' })).toHaveProperty('id');
    expect(() => render({ attributes: 'id', excludedAttributes: 'id' })).toThrow('exclude each other');
  });
});
