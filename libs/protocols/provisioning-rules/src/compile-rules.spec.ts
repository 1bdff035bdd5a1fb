import { contosoPeople, type Person } from '@waybill/azure-ad-simulator';
import type { Resource } from './attribute-path';
import { compileRules } from './compile-rules';
import { defaultRules } from './default-rules';
import type { AttributeMapping } from './rule-set';
import { isMailbox } from './samanage-account';

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const { evaluate } = compileRules(defaultRules);

const filled = (type: string, member: string, value: string | null) => (value ? [{ type, [member]: value }] : []);

/** What Azure AD's default mappings make of a person (entra-provisioning.md §3.6); null is not sent. */
function resourceOf(person: Person): Resource {
  const { userPrincipalName, mail, telephoneNumber, mobile, physicalDeliveryOfficeName, manager } = person;
  const [role] = person.appRoleAssignments;
  return {
    userName: userPrincipalName,
    active: person.accountEnabled,
    displayName: person.displayName,
    ...(person.jobTitle && { title: person.jobTitle }),
    name: { givenName: person.givenName, familyName: person.surname },
    emails: filled('work', 'value', mail),
    phoneNumbers: [...filled('work', 'value', telephoneNumber), ...filled('mobile', 'value', mobile)],
    addresses: filled('other', 'formatted', physicalDeliveryOfficeName),
    roles: role?.value ? [{ primary: true, value: role.value }] : [],
    [enterprise]: { department: person.department, ...(manager && { manager: { value: manager } }) },
  };
}

describe('the default rules', () => {
  it.each(contosoPeople.map((person) => [person.displayName, person] as const))('say of %s', (_, person) => {
    const evaluation = evaluate(resourceOf(person));
    expect(evaluation).toMatchObject({ active: person.accountEnabled, matchable: true, problem: null });
    expect(evaluation.account).toEqual({
      email: person.mail,
      name: person.displayName,
      title: person.jobTitle,
      phone: person.telephoneNumber,
      mobile_phone: person.mobile,
      department: person.department,
      site: person.physicalDeliveryOfficeName,
      reports_to: person.manager,
      role: person.appRoleAssignments[0]?.value ?? 'Requester',
    });
  });

  it('know nobody at Contoso by two addresses', () => {
    expect(new Set(contosoPeople.map((person) => evaluate(resourceOf(person)).account?.email)).size).toBe(26);
  });
});

const adele: Resource = { userName: 'adele@contoso.com', displayName: 'Adele Vance' };
const guest = 'brian_fabrikam.com#EXT#@contoso.onmicrosoft.com';
const work = [{ type: 'work', value: 'brian@fabrikam.com' }];

/** What is special of the resource, the member in question, its value, and what it was taken from. */
const values: readonly [name: string, special: Resource, member: string, value: string | null, source: string][] = [
  ['the user principal name before the mail', { emails: work }, 'email', 'adele@contoso.com', 'userName'],
  ["a guest's mail", { userName: guest, emails: work }, 'email', 'brian@fabrikam.com', 'emails[type eq "work"].value'],
  [
    'the mail of one whose name is no address',
    { userName: 'adele', emails: work },
    'email',
    'brian@fabrikam.com',
    'emails[type eq "work"].value',
  ],
  ['the display name', {}, 'name', 'Adele Vance', 'displayName'],
  ['the formatted name', { displayName: '', name: { formatted: 'A. V.' } }, 'name', 'A. V.', 'name.formatted'],
  [
    'the parts of a name',
    { displayName: ' ', name: { givenName: 'A', familyName: 'V' } },
    'name',
    'A V',
    'name.formatted',
  ],
  ['one part of a name', { displayName: null, name: { familyName: 'V' } }, 'name', 'V', 'name.formatted'],
  ['nothing for what is not assigned', {}, 'title', null, 'nothing'],
  ['nothing for a blank text', { title: '  ' }, 'title', null, 'nothing'],
  [
    'a number as text',
    { phoneNumbers: [{ type: 'work', value: 42 }] },
    'phone',
    '42',
    'phoneNumbers[type eq "work"].value',
  ],
  ['Requester for no role', { roles: [] }, 'role', 'Requester', 'default value'],
  ['the first role where none is primary', { roles: [{ value: 'A' }, { value: 'B' }] }, 'role', 'A', 'roles.value'],
  [
    'the primary role',
    { roles: [{ value: 'A' }, { value: 'B', primary: true }] },
    'role',
    'B',
    'roles[primary eq true].value',
  ],
];

describe('a member of the account', () => {
  it.each(values)('is %s', (_, special, member, value, source) => {
    const evaluation = evaluate({ ...adele, ...special });
    expect(evaluation.account).toHaveProperty(member, value);
    expect(evaluation.sources).toHaveProperty(member, source);
  });

  it('is a constant, or absent where no mapping names it', () => {
    const email: AttributeMapping = {
      target: 'email',
      source: { type: 'direct', attribute: 'userName' },
      matchingPriority: 1,
    };
    const name: AttributeMapping = { target: 'name', source: { type: 'direct', attribute: 'displayName' } };
    const role: AttributeMapping = { target: 'role', source: { type: 'constant', value: 'Requester' } };
    const rules = compileRules({ users: { scope: 'all', attributeMappings: [email, name, role] } });
    expect(rules.evaluate(adele).account).toEqual({
      email: 'adele@contoso.com',
      name: 'Adele Vance',
      role: 'Requester',
    });
  });
});

describe('an evaluation', () => {
  it.each([
    [true, true],
    [false, false],
    ['False', false],
    ['True', true],
    [undefined, true],
  ])('of one whose active is %p says %p', (active, expected) => {
    expect(evaluate({ ...adele, active }).active).toBe(expected);
  });

  it('without a name says what is missing, and keeps what it knows', () => {
    const { account, problem, matchable } = evaluate({ userName: 'adele@contoso.com' });
    expect({ account, matchable }).toEqual({ account: null, matchable: true });
    expect(problem).toEqual({
      code: 'MandatoryFieldsMissing',
      reason: 'the rules leave name empty, and no account can be without',
    });
  });

  it('without any address has nothing to match by', () => {
    expect(evaluate({ ...adele, userName: guest })).toMatchObject({ matchable: false, account: null });
  });
});

describe('a mailbox', () => {
  it.each([
    ['adele@contoso.com', true],
    ["brian.o'connor+it@fabrikam.com", true],
    ['a#b@contoso.com', true],
    ['adele', false],
    ['adele@', false],
    ['a b@contoso.com', false],
    ['a@b@contoso.com', false],
    [guest, false],
    [guest.toLowerCase(), false],
  ])('is %s: %p', (text, expected) => expect(isMailbox(text)).toBe(expected));
});
