import { createHash } from 'node:crypto';
import type { Resource } from '../resource/resource';
import { attribute, type ResourceType } from '../schema/attribute';
import { groupType } from '../schema/group';
import { enterpriseUserSchema, userType } from '../schema/user';
import { checkedFilter } from './check-filter';
import { valuesAsked, isAnsweredByKeys, lookupKeysAsked, lookupKeysOf } from './lookup-keys';
import { parseFilter } from './parse-filter';

const ent = enterpriseUserSchema.id;
const long = 'É'.repeat(201);
const digest = (text: string) => createHash('sha256').update(text).digest('hex');
const check = (text: string) => checkedFilter(userType, parseFilter(text));

describe('what a resource is looked up by', () => {
  it('is each value at each path, as it is compared', () => {
    const resource: Resource = {
      userName: 'Adele@Contoso.com',
      externalId: 'AdeleV',
      title: 'CEO',
      emails: [{ value: 'A@x', type: 'work' }, { value: 'b@x' }, { value: 'a@X', type: 'home' }, { type: 'other' }],
      [ent]: { manager: { value: 'M1' }, department: 'R&D' },
    };
    expect(lookupKeysOf(userType, resource)).toEqual([
      'userName=adele@contoso.com',
      'externalId=AdeleV',
      'emails.value=a@x',
      'emails.value=b@x',
      `${ent}:manager.value=M1`,
    ]);
    expect(lookupKeysOf(groupType, { displayName: 'E\u0301' })).toEqual(['displayName=\u00e9']);
    expect(lookupKeysOf(userType, {})).toEqual([]);
  });

  it('is the digest of a long value', () => {
    expect(lookupKeysOf(groupType, { displayName: long.slice(1) })).toEqual([`displayName=${'é'.repeat(200)}`]);
    expect(lookupKeysOf(groupType, { displayName: long })).toEqual([`displayName#${digest('é'.repeat(201))}`]);
    expect(lookupKeysOf(groupType, { externalId: long })).toEqual([`externalId#${digest(long)}`]);
  });

  it('is a simple value among several, and a text alone', () => {
    const type: ResourceType = {
      ...userType,
      schema: {
        ...userType.schema,
        attributes: [attribute('tags', { multiValued: true }), attribute('age', { type: 'integer' })],
      },
      lookups: ['tags', 'age', 'gone', 'externalId'],
    };
    expect(lookupKeysOf(type, { tags: ['A', 'b', 'a'], age: 1, gone: 'x', externalId: 5 })).toEqual([
      'tags=a',
      'tags=b',
    ]);
    const tagged = checkedFilter(type, parseFilter('tags[value eq "A"] and tags eq "b" and age eq 1 and gone eq "x"'));
    expect(lookupKeysAsked(type, tagged)).toEqual(['tags=a', 'tags=b']);
  });
});

describe('what a filter looks up', () => {
  it.each<[string, string[]]>([
    ['userName eq "ADELE"', ['userName=adele']],
    ['externalId eq "AdeleV"', ['externalId=AdeleV']],
    [`displayName eq "${long}"`, [`displayName#${digest('é'.repeat(201))}`]],
    ['emails eq "A@x"', ['emails.value=a@x']],
    ['emails.value eq "A@x"', ['emails.value=a@x']],
    ['emails[value eq "A@x" and type eq "work"]', ['emails.value=a@x']],
    ['emails[type eq "work"].value eq "A@x"', ['emails.value=a@x']],
    ['manager eq "M1"', [`${ent}:manager.value=M1`]],
    ['manager[value eq "M1"]', [`${ent}:manager.value=M1`]],
    [`${ent}:manager.value eq "M1"`, [`${ent}:manager.value=M1`]],
    ['userName eq "a" and (externalId eq "B" and title pr)', ['userName=a', 'externalId=B']],
    ['userName eq "a" and userName eq "A"', ['userName=a']],
    ['userName eq "a" and (userName eq "b" or title pr)', ['userName=a']],
    ['id eq "1" and manager eq "M1"', [`${ent}:manager.value=M1`]],
    ['userName eq "a" or externalId eq "b"', []],
    ['not (userName eq "a")', []],
    ['userName ne "a"', []],
    ['userName sw "a"', []],
    ['userName eq null', []],
    [String.raw`userName eq "\u0000"`, []],
    ['title eq "a"', []],
    ['emails[type eq "work"].value ne "a"', []],
    ['not (emails[value eq "a"])', []],
    ['emails[not (value eq "a")]', []],
    ['emails[value eq "a" or type eq "work"]', []],
  ])('%s', (text, expected) => {
    expect(lookupKeysAsked(userType, check(text))).toEqual(expected);
  });

  it.each<[string, string[]]>([
    ['id eq "A"', ['A']],
    ['ID eq "A" and userName eq "b"', ['A']],
    ['id eq "A" and id eq "b" and id eq "A"', ['A', 'b']],
    ['id eq "A" or id eq "b"', []],
    ['not (id eq "A")', []],
    ['id sw "A"', []],
    ['externalId eq "A"', []],
  ])('%s asks for ids', (text, expected) => {
    expect(valuesAsked(check(text), 'id')).toEqual(expected);
  });

  it.each([
    ['userName eq "a"', true],
    ['id eq "A" and manager eq "M1"', true],
    ['emails eq "a"', true],
    ['emails[value eq "a"]', true],
    ['emails[type eq "work"].value eq "a"', false],
    // The same element must be both.
    ['emails[value eq "a" and value eq "b"]', false],
    ['userName eq "a" and title eq "b"', false],
    ['userName eq "a" or userName eq "b"', false],
    ['not (userName eq "a")', false],
    ['userName sw "a"', false],
    ['shoeSize eq "42"', false],
  ])('%s is answered by keys alone: %s', (text, expected) => {
    expect(isAnsweredByKeys(userType, check(text))).toBe(expected);
  });
});
