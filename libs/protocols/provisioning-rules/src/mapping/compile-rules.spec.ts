import { contosoPeople, type Person } from '@waybill/azure-ad-simulator';
import type { Resource } from '../source';
import { type AttributeMapping, defaultSchema, type SynchronizationSchema } from '../schema';
import { compileRules } from './compile-rules';
import type { Evaluation } from './evaluation';

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const { users } = compileRules(defaultSchema);
const occasion = { now: '2026-01-31T12:00:00.000Z', seed: 'job-1/user-1' };
const evaluate = (resource: Resource): Evaluation => users.evaluate({ resource, memberOf: [] }, occasion);

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
    expect(evaluation).toMatchObject({
      scope: { active: person.accountEnabled, entitled: person.accountEnabled },
      enabled: person.accountEnabled,
      matchable: true,
      problem: null,
    });
    expect(evaluation.wanted?.values).toEqual({
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
    expect(new Set(contosoPeople.map((person) => evaluate(resourceOf(person)).wanted?.values['email'])).size).toBe(26);
  });
});

const adele: Resource = { userName: 'adele@contoso.com', displayName: 'Adele Vance' };
const guest = 'brian_fabrikam.com#EXT#@contoso.onmicrosoft.com';
const work = [{ type: 'work', value: 'brian@fabrikam.com' }];

/** What is special of the resource, the member in question, and its value. */
const values: readonly [name: string, special: Resource, member: string, value: string | null][] = [
  ['the user principal name before the mail', { emails: work }, 'email', 'adele@contoso.com'],
  ["a guest's mail", { userName: guest, emails: work }, 'email', 'brian@fabrikam.com'],
  ['the mail of one whose name is no address', { userName: 'adele', emails: work }, 'email', 'brian@fabrikam.com'],
  ['the display name', {}, 'name', 'Adele Vance'],
  ['the formatted name', { displayName: '', name: { formatted: 'A. V.' } }, 'name', 'A. V.'],
  ['the parts of a name', { displayName: ' ', name: { givenName: 'A', familyName: 'V' } }, 'name', 'A V'],
  ['one part of a name', { displayName: null, name: { familyName: 'V' } }, 'name', 'V'],
  ['nothing for what is not assigned', {}, 'title', null],
  ['nothing for a blank text', { title: '  ' }, 'title', null],
  ['a number as text', { phoneNumbers: [{ type: 'work', value: 42 }] }, 'phone', '42'],
  ['Requester for no role', { roles: [] }, 'role', 'Requester'],
  ['the first role where none is primary', { roles: [{ value: 'A' }, { value: 'B' }] }, 'role', 'A'],
  ['the primary role', { roles: [{ value: 'A' }, { value: 'B', primary: true }] }, 'role', 'B'],
];

describe('a member of the account', () => {
  it.each(values)('is %s', (_, special, member, value) => {
    expect(evaluate({ ...adele, ...special }).wanted?.values).toHaveProperty(member, value);
  });
});

/** The default schema with one mapping of users changed. */
function schemaWith(mapping: AttributeMapping): SynchronizationSchema {
  const schema = structuredClone(defaultSchema) as unknown as {
    synchronizationRules: { objectMappings: { attributeMappings: AttributeMapping[] }[] }[];
  };
  const mappings = schema.synchronizationRules[0]?.objectMappings[0]?.attributeMappings ?? [];
  const index = mappings.findIndex(({ targetAttributeName }) => targetAttributeName === mapping.targetAttributeName);
  mappings.splice(index < 0 ? mappings.length : index, 1, mapping);
  return schema as unknown as SynchronizationSchema;
}

const expression = (text: string) =>
  ({ type: 'Function', name: /^\w+/.exec(text)?.[0] ?? '', expression: text }) as const;
const jobTitle = { type: 'Attribute', name: 'jobTitle', expression: '[jobTitle]' } as const;
const wantedOf = (mapping: Omit<AttributeMapping, 'targetAttributeName'>, resource: Resource) =>
  compileRules(schemaWith({ targetAttributeName: 'title', ...mapping })).users.evaluate(
    { resource: { ...adele, ...resource }, memberOf: [] },
    occasion,
  );

const none = { always: undefined, onCreation: undefined, ifEmpty: undefined };

/** The mapping, the title that was told, and where the title then stands (entra-provisioning.md §3.1, §3.2). */
const flows: readonly [
  name: string,
  mapping: Omit<AttributeMapping, 'targetAttributeName'>,
  title: string | undefined,
  expected: { always?: string | null | undefined; onCreation?: string; ifEmpty?: string },
][] = [
  ['a value flows always', { source: jobTitle }, 'CEO', { always: 'CEO' }],
  ['a value flows on creation alone', { source: jobTitle, flowType: 'ObjectAddOnly' }, 'CEO', { onCreation: 'CEO' }],
  ['a value flows where there is none', { source: jobTitle, flowType: 'AttributeAddOnly' }, 'CEO', { ifEmpty: 'CEO' }],
  [
    'a value flows and is never taken away',
    { source: jobTitle, flowType: 'ValueAddOnly', nullPolicy: 'clear' },
    undefined,
    {},
  ],
  ['a null is ignored, as in Azure AD', { source: jobTitle }, undefined, {}],
  ['a null clears', { source: jobTitle, nullPolicy: 'clear' }, undefined, { always: null }],
  [
    'a null comes to the default',
    { source: jobTitle, nullPolicy: 'default', defaultValue: 'Staff' },
    undefined,
    { always: 'Staff' },
  ],
  [
    'the default goes with a creation in any case',
    { source: jobTitle, defaultValue: 'Staff' },
    undefined,
    { onCreation: 'Staff' },
  ],
  [
    'a null clears, and the default goes with a creation',
    { source: jobTitle, nullPolicy: 'clear', defaultValue: 'Staff' },
    undefined,
    { always: null, onCreation: 'Staff' },
  ],
  [
    'the default does not hide a value',
    { source: jobTitle, nullPolicy: 'default', defaultValue: 'Staff' },
    'CEO',
    { always: 'CEO' },
  ],
  ['no source: left alone', { source: null }, 'CEO', {}],
  [
    'no source, but a default: written where there is none',
    { source: null, defaultValue: 'Staff' },
    'CEO',
    { ifEmpty: 'Staff' },
  ],
  ['a constant', { source: { type: 'Constant', name: 'Staff', expression: '"Staff"' } }, 'CEO', { always: 'Staff' }],
  ['an expression', { source: expression('ToUpper([jobTitle])') }, 'ceo', { always: 'CEO' }],
  [
    'an empty text clears',
    { source: expression('Switch([jobTitle], [jobTitle], "CEO", "")') },
    'CEO',
    { always: null },
  ],
  ['IgnoreAttributeFlow', { source: expression('IIF(IsPresent([jobTitle]), IgnoreAttributeFlow, "x")') }, 'CEO', {}],
];

describe('an attribute mapping', () => {
  it.each(flows)('%s', (_, mapping, title, expected) => {
    const { wanted } = wantedOf(mapping, { title });
    expect({
      ...none,
      always: wanted?.values['title'],
      onCreation: wanted?.onCreation['title'],
      ifEmpty: wanted?.ifEmpty['title'],
    }).toEqual({
      ...none,
      ...expected,
    });
  });

  it('that is always sent says so', () => {
    expect(wantedOf({ source: jobTitle, flowBehavior: 'FlowAlways' }, { title: 'CEO' }).wanted?.alwaysSent).toEqual([
      'title',
    ]);
  });

  it('whose value no log may show says so', () => {
    const { wanted } = wantedOf({ source: expression('Redact([jobTitle])') }, { title: 'CEO' });
    expect(wanted).toMatchObject({ values: { title: 'CEO' }, redacted: ['title'] });
  });

  it('that draws on chance draws the same for the same person, and another for another', () => {
    const { users: guids } = compileRules(schemaWith({ targetAttributeName: 'title', source: expression('Guid()') }));
    const draw = (seed: string) =>
      guids.evaluate({ resource: adele, memberOf: [] }, { ...occasion, seed }).wanted?.values['title'];
    expect(draw('job-1/user-1')).toBe(draw('job-1/user-1'));
    expect(draw('job-1/user-1')).not.toBe(draw('job-1/user-2'));
  });

  it.each([
    ['Item(Split([jobTitle], ","), 3)', 'ExpressionEvaluationFailed', /^title: Item: index/],
    [
      'Split([jobTitle], ",")',
      'SchemaPropertyCanOnlyAcceptValue',
      /^title takes one value, and the mapping comes to 2/,
    ],
  ])('%s fails: %s', (text, code, reason) => {
    const { problem, wanted } = wantedOf({ source: expression(text) }, { title: 'a,b' });
    expect(wanted).toBeNull();
    expect(problem).toEqual({ code, reason: expect.stringMatching(reason) as string });
  });

  it('can say that nothing is to be done for somebody', () => {
    const text = 'IIF([jobTitle] = "CEO", IgnoreObjectFlow, [jobTitle])';
    expect(wantedOf({ source: expression(text) }, { title: 'CEO' }).ignored).toBe(true);
    expect(wantedOf({ source: expression(text) }, { title: 'CTO' }).ignored).toBe(false);
  });

  it.each([
    ['active', 'IIF([IsSoftDeleted] = "False", IgnoreObjectFlow, "False")', { ignored: true }],
    ['active', 'Switch(DateAdd("d", 1, "x"), "True", "a", "b")', { problem: { code: 'ExpressionEvaluationFailed' } }],
    ['objectFilter', 'DateAdd("d", 1, "x")', { problem: { code: 'ExpressionEvaluationFailed' } }],
    ['objectFilter', 'IIF([displayName] = "Adele Vance", IgnoreObjectFlow, "go on")', { ignored: true, problem: null }],
  ])('of %s is heeded though it is no value: %s', (targetAttributeName, text, expected) => {
    const rules = compileRules(schemaWith({ targetAttributeName, source: expression(text) }));
    expect(rules.users.evaluate({ resource: adele, memberOf: [] }, occasion)).toMatchObject(expected);
  });

  it('of active is false for whoever is not entitled, and may be left out', () => {
    expect(evaluate({ ...adele, active: false }).enabled).toBe(false);
    const without = structuredClone(defaultSchema) as unknown as {
      synchronizationRules: { objectMappings: { attributeMappings: AttributeMapping[] }[] }[];
    };
    const [mapping] = without.synchronizationRules[0]?.objectMappings ?? [];
    if (mapping)
      mapping.attributeMappings = mapping.attributeMappings.filter(
        ({ targetAttributeName }) => targetAttributeName !== 'active',
      );
    const { users: mute } = compileRules(without as unknown as SynchronizationSchema);
    expect(mute.evaluate({ resource: { ...adele, active: false }, memberOf: [] }, occasion).enabled).toBeNull();
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
    expect(evaluate({ ...adele, active }).scope.active).toBe(expected);
  });

  it('without a name says what is missing, and keeps what it knows', () => {
    const { wanted, problem, matchable } = evaluate({ userName: 'adele@contoso.com' });
    expect({ wanted, matchable }).toEqual({ wanted: null, matchable: true });
    expect(problem).toEqual({
      code: 'MandatoryFieldsMissing',
      reason: 'the rules leave name empty, and nothing at Samanage can be without',
    });
  });

  it('without any address has nothing to match by', () => {
    expect(evaluate({ ...adele, userName: guest })).toMatchObject({ matchable: false, wanted: null });
  });

  it('is explained: from what each value was taken, and that SCIM does not tell why somebody is inactive', () => {
    const told = { resource: { ...adele, active: false, emails: work }, memberOf: [] };
    const explained = new Map(users.explain(told, occasion).map((each) => [each.target, each]));
    expect(explained.get('email')).toMatchObject({
      sources: { userPrincipalName: ['adele@contoso.com'], mail: ['brian@fabrikam.com'] },
      value: 'adele@contoso.com',
      effect: 'written always',
    });
    expect(explained.get('active')).toMatchObject({ sources: { IsSoftDeleted: ['True'] }, value: 'False' });
    expect(explained.get('role')).toMatchObject({ value: null, effect: 'no value: the default value "Requester"' });
    expect(explained.get('title')).toMatchObject({ value: null, effect: 'no value: cleared' });
    const enabled = wantedExplained('Switch([accountEnabled], , "True", "on")', told);
    expect(enabled).toMatchObject({ sources: { accountEnabled: 'unknown' }, value: null });
  });
});

function wantedExplained(text: string, told: { resource: Resource; memberOf: readonly string[] }) {
  const rules = compileRules(schemaWith({ targetAttributeName: 'title', source: expression(text) }));
  return rules.users.explain(told, occasion).find(({ target }) => target === 'title');
}
