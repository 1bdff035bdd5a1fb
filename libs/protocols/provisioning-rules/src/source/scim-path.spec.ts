import { compileScimPath, isScimPath } from './scim-path';

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const adele = {
  userName: 'AdeleV@contoso.com',
  active: true,
  name: { givenName: 'Adele', familyName: 'Vance' },
  emails: [
    { type: 'home', value: 'adele@example.com' },
    { type: 'work', value: 'AdeleV@contoso.com' },
  ],
  roles: [
    { primary: false, value: 'Requester' },
    { primary: true, value: 'Administrator' },
  ],
  [enterprise]: { department: 'Retail', manager: { value: 'm1' } },
};

const reads: readonly [path: string, values: unknown[]][] = [
  ['userName', ['AdeleV@contoso.com']],
  ['USERNAME', ['AdeleV@contoso.com']],
  ['title', []],
  ['name.givenName', ['Adele']],
  ['Name.GivenName', ['Adele']],
  ['emails.value', ['adele@example.com', 'AdeleV@contoso.com']],
  ['emails[type eq "work"].value', ['AdeleV@contoso.com']],
  ['Emails[Type EQ "Work"].Value', ['AdeleV@contoso.com']],
  ['emails[type eq "other"].value', []],
  ['roles[primary eq true].value', ['Administrator']],
  ['roles[primary eq "True"].value', ['Administrator']],
  [`${enterprise}:department`, ['Retail']],
  [`${enterprise.toUpperCase()}:Department`, ['Retail']],
  [`${enterprise}:manager.value`, ['m1']],
  ['urn:ietf:params:scim:schemas:core:2.0:User:userName', ['AdeleV@contoso.com']],
  ['urn:ietf:params:scim:schemas:core:2.0:Group:active', [true]],
  ['urn:example:nobody:2.0:User:department', []],
  ['constructor', []],
  ['userName.value', []],
];

const valuesAt = (path: string): unknown[] =>
  [compileScimPath(path)(adele)].flat().filter((value) => value !== undefined);

describe('a SCIM path', () => {
  it.each(reads)('%s reads what is there', (path, values) => {
    expect(valuesAt(path)).toEqual(values);
  });

  it.each([
    '',
    ' userName',
    'user name',
    'emails[type eq work].value',
    'emails[type co "w"].value',
    'emails[type eq "work"',
    'a.b.c',
    'urn:',
    '[userPrincipalName]',
    '__proto__',
  ])('%j is none', (text) => {
    expect(isScimPath(text)).toBe(false);
    expect(() => compileScimPath(text)).toThrow('is not an attribute path');
  });
});
