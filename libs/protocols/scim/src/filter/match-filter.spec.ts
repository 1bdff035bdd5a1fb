import type { Resource } from '../resource/resource';
import { attribute, type ResourceType } from '../schema/attribute';
import { groupType } from '../schema/group';
import { enterpriseUserSchema, userType } from '../schema/user';
import { elementTest, matches } from './match-filter';
import { parseFilter } from './parse-filter';

const ent = enterpriseUserSchema.id;
const adele: Resource = {
  id: '1b',
  meta: { resourceType: 'User', created: '2026-01-31T12:00:00.500Z', lastModified: '2026-02-01T12:00:00.000Z' },
  userName: 'Adele@Contoso.com',
  externalId: 'AdeleV',
  active: true,
  displayName: 'a_b%',
  nickName: 'Ada \u00c9',
  name: { familyName: 'Vance' },
  emails: [
    { type: 'work', value: 'adele@contoso.com', primary: true },
    { type: 'home', value: 'a@home.example' },
  ],
  phoneNumbers: [{ type: 'work' }],
  x509Certificates: [{ value: 'QQ==' }],
  [ent]: { department: 'R&D', manager: { value: 'M1' } },
};

const custom: ResourceType = {
  ...userType,
  schema: {
    ...userType.schema,
    attributes: [
      attribute('hired', { type: 'dateTime' }),
      attribute('age', { type: 'integer' }),
      attribute('height', { type: 'decimal' }),
      attribute('tags', { multiValued: true }),
      attribute('code', { caseExact: true }),
      attribute('letters', { caseExact: true }),
      attribute('active', { type: 'boolean' }),
      attribute('key', { type: 'binary' }),
    ],
  },
};
const device: Resource = {
  hired: '2026-01-31T13:00:00.1239+01:00',
  age: 9,
  height: 1.5,
  tags: ['Red', 'green'],
  code: 'aB',
  letters: '\u{1F600}',
  active: 'true',
  key: 'QQ==',
};

const tableOf = (type: ResourceType, resource: Resource, table: readonly (readonly [string, boolean])[]) =>
  it.each(table)('%s is %s', (text, expected) => {
    expect(matches(type, parseFilter(text), resource)).toBe(expected);
  });

describe('texts', () => {
  tableOf(userType, adele, [
    ['userName eq "adele@contoso.com"', true],
    ['USERNAME EQ "ADELE@contoso.com"', true],
    ['userName ne "adele@contoso.com"', false],
    ['externalId eq "adelev"', false],
    ['externalId eq "AdeleV"', true],
    ['id eq "1B"', false],
    ['userName co "LE@"', true],
    ['userName sw "adele"', true],
    ['userName ew "contoso.COM"', true],
    ['userName sw "contoso"', false],
    ['userName ew "adele"', false],
    ['nickName eq "ada e\u0301"', true],
    ['displayName eq "a_b%"', true],
    ['displayName eq "aXb%"', false],
    ['displayName co "_"', true],
    ['displayName eq ".*"', false],
    ['displayName eq "%"', false],
    ['displayName eq ""', false],
    ['displayName co ""', true],
    ['userName gt "adele"', true],
    ['userName ge "adele@contoso.com"', true],
    ['userName lt "b"', true],
    ['userName le "a"', false],
    ['x509Certificates eq "QQ=="', true],
    ['x509Certificates eq "qq=="', false],
    [String.raw`userName eq "adele@contoso.com\u0000"`, false],
    [String.raw`userName ne "\u0000"`, true],
    [String.raw`userName co "\ud800"`, false],
    [String.raw`userName lt "\u0000"`, false],
  ]);
  tableOf(custom, device, [
    ['code eq "AB"', false],
    ['key co "Q="', true],
    ['key eq "qq=="', false],
    ['code eq "aB"', true],
    // By code points: U+1F600 is behind U+FFFD, although JavaScript's units say otherwise.
    ['letters gt "\uFFFD"', true],
    ['letters lt "\u{1F601}"', true],
    ['letters gt "z"', true],
    [String.raw`letters co "\ud83d"`, false],
  ]);
});

describe('other types', () => {
  tableOf(userType, adele, [
    ['active eq true', true],
    ['active eq "True"', true],
    ['active eq "FALSE"', false],
    ['active ne "false"', true],
    ['emails[primary eq "True"].value eq "adele@contoso.com"', true],
    ['meta.created gt "2026-01-31T12:00:00Z"', true],
    ['meta.created eq "2026-01-31T13:00:00.5+01:00"', true],
    ['meta.lastModified gt "2026-01-31T23:00:00-23:00"', false],
  ]);
  tableOf(custom, device, [
    ['hired eq "2026-01-31T12:00:00.123Z"', true],
    ['hired eq "2026-01-31T12:00:00.1231"', true],
    ['hired eq "2026-01-31T12:00:00.124Z"', false],
    ['hired ge "2026-01-31T11:00:00.123-01:00"', true],
    ['hired lt "2026-01-31T12:00:00.2Z"', true],
    ['hired gt "2026-01-31T12:30:00+00:30"', true],
    ['age gt 10', false],
    ['age lt 10', true],
    ['age eq 9.0', true],
    ['height ge 1.5', true],
    ['height ne 1.5', false],
    ['active eq true', false],
    ['active ne true', true],
    ['active pr', true],
  ]);
});

describe('what is there', () => {
  tableOf(userType, adele, [
    ['title pr', false],
    ['title eq null', true],
    ['title ne null', false],
    ['title ne "CEO"', true],
    ['not (title pr) and active eq true', true],
    ['not (title eq "CEO")', true],
    ['not (title sw "C")', true],
    ['userName pr', true],
    ['userName eq null', false],
    ['name pr', true],
    ['name.givenName pr', false],
    ['emails pr', true],
    ['addresses pr', false],
    ['emails.display eq null', true],
    ['meta pr', true],
    ['shoeSize eq "42"', false],
    ['shoeSize pr', false],
    ['shoeSize ne "42"', true],
    ['not (shoeSize eq "42")', true],
    ['shoeSize eq null', true],
    ['shoeSize[a eq "42"]', false],
    ['name.shoeSize eq "42"', false],
    ['emails[shoeSize ne "42"]', true],
  ]);
  tableOf(userType, { name: { givenName: '' }, emails: [{ value: '' }], phoneNumbers: [] }, [
    ['name pr', false],
    ['name.givenName pr', false],
    ['emails pr', false],
    ['phoneNumbers eq null', true],
    ['manager[value ne "x"]', false],
    ['title[value ne "x"]', false],
  ]);
});

describe('several values', () => {
  tableOf(userType, adele, [
    ['emails eq "a@home.example"', true],
    ['emails co "contoso"', true],
    ['emails ne "a@home.example"', false],
    ['emails.value eq "a@home.example"', true],
    ['emails[type eq "work"].value eq "ADELE@contoso.com"', true],
    ['emails[type eq "work" and value co "home"]', false],
    ['emails[type eq "work" or value co "nowhere"]', true],
    ['emails.type eq "work" and emails.value co "home"', true],
    ['emails[not (type eq "work")]', true],
    ['emails[type ne "work"]', true],
    ['not (emails[type eq "other"])', true],
    ['emails[type eq "home"].primary pr', false],
    // Behind brackets `ne` and `eq null` are said of all values, as everywhere.
    ['emails[type eq "work"].value ne "adele@contoso.com"', false],
    ['emails[type eq "other"].value ne "x"', true],
    ['emails[type eq "other"].value eq null', true],
    ['emails[type eq "work"].value eq null', false],
    ['phoneNumbers[type eq "work"].value eq null', true],
    ['manager eq "M1"', true],
    ['manager eq "m1"', false],
    ['manager[value eq "M1"]', true],
    ['manager[value eq "M1"].displayName pr', false],
    ['name[familyName eq "vance" and givenName ne "x"]', true],
    ['name[familyName eq "vance"].givenName eq null', true],
    ['department eq "r&d"', true],
    [`${ent}:department eq "R&D"`, true],
    [`${ent.toUpperCase()}:DEPARTMENT eq "R&D"`, true],
    [`${ent}:manager.value eq "M1"`, true],
    ['urn:ietf:params:scim:schemas:core:2.0:User:userName sw "adele"', true],
    ['urn:ietf:params:scim:schemas:core:2.0:User:name.familyName sw "v"', true],
    ['urn:ietf:params:scim:schemas:core:2.0:User:emails[type eq "home"].value sw "a@"', true],
    ['urn:ietf:params:scim:schemas:core:2.0:Other:userName pr', false],
  ]);
  tableOf(custom, device, [
    ['tags eq "red"', true],
    ['tags eq "blue"', false],
    ['tags ne "red"', false],
    ['tags[value eq "red"]', true],
    ['tags[value eq "red" and value eq "green"]', false],
    ['tags[value ne "red"]', true],
    ['code[value eq "aB"]', true],
    ['code[value ne "aB"]', false],
  ]);
  tableOf(groupType, { displayName: 'All', members: [{ value: 'U', type: 'User' }, { value: 'G' }] }, [
    ['members eq "U"', true],
    ['members.value eq "u"', false],
    ['members[value eq "U"]', true],
    ['members[value eq "U" and type eq "group"]', false],
    ['members[value eq "G"].type eq null', true],
  ]);
});

describe('precedence', () => {
  tableOf(userType, adele, [
    ['userName eq "x" or active eq true and title pr', false],
    ['active eq true or active eq true and title pr', true],
    ['(userName eq "x" or active eq true) and not (title pr)', true],
    ['not (title pr) and title pr or active eq true', true],
  ]);
});

describe('one element', () => {
  const emails = userType.schema.attributes.find(({ name }) => name === 'emails') ?? attribute('emails');

  it.each([
    ['type eq "WORK" and primary eq "true"', true],
    ['value ew "@x"', true],
    ['display pr', false],
    ['displayName eq null', true],
    ['nobodyKnows eq "x"', false],
  ])('%s is %s', (text, expected) => {
    expect(elementTest(emails, parseFilter(text))({ type: 'work', value: 'a@x', primary: true })).toBe(expected);
  });

  it('that is simple is its own value', () => {
    const tags = attribute('tags', { multiValued: true });
    expect(elementTest(tags, parseFilter('value eq "RED"'))('red')).toBe(true);
    expect(elementTest(tags, parseFilter('value eq "blue"'))('red')).toBe(false);
  });
});
