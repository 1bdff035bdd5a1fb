import { lintSchema } from './lint-schema';
import { readSchema } from './read-schema';
import { type Edits, editedSchema, shownFinding } from './testing/edited-schema';
import { attribute, call, constant } from './testing/schema-parts';

const source = (target: string, value: object): Edits => ({ [`users.attributeMappings.${target}.source`]: value });
const at = (target: string): string => {
  const targets = [
    'email',
    'name',
    'active',
    'title',
    'phone',
    'mobile_phone',
    'department',
    'site',
    'reports_to',
    'role',
  ];
  return `users.attributeMappings[${targets.indexOf(target)}]`;
};
const own = (name: string, type: string): Edits => ({
  'directories.0.objects.User.attributes.+': {
    name,
    type,
    metadata: [{ key: 'ScimPath', value: 'urn:ietf:params:scim:schemas:extension:Own:2.0:User:x' }],
  },
});

const cases: readonly [name: string, edits: Edits, findings: readonly (string | RegExp)[]][] = [
  [
    'active from accountEnabled',
    source('active', attribute('accountEnabled')),
    [
      `warning ${at('active')}.source: active does not depend on IsSoftDeleted: accountEnabled stays true for someone who is unassigned or leaves the scope, so that he is not disabled; map Not([IsSoftDeleted]) to it`,
    ],
  ],
  [
    'active that never changes',
    source('active', constant('True')),
    [/active does not depend on IsSoftDeleted: its source stays as it is/],
  ],
  ['active from IsSoftDeleted in another way', source('active', call('Not([IsSoftDeleted])')), []],
  [
    'active of no mapping',
    { 'users.attributeMappings.active': undefined },
    [
      'warning users.attributeMappings: Nothing is mapped to active, so that nobody is ever disabled: map Not([IsSoftDeleted]) to it',
    ],
  ],
  [
    'active of a mapping without source',
    { 'users.attributeMappings.active.source': null, 'users.attributeMappings.active.defaultValue': 'True' },
    [/^warning users.attributeMappings\[2\]: Nothing is mapped to active/],
  ],
  [
    'active on creation alone',
    { 'users.attributeMappings.active.flowType': 'ObjectAddOnly' },
    [`warning ${at('active')}.flowType: active always flows: that it should on creation alone has no effect`],
  ],
  [
    'a default that active cannot hold',
    { 'users.attributeMappings.active.defaultValue': 'yes' },
    [`error ${at('active')}.defaultValue: active takes True or False, but its default value is "yes"`],
  ],
  [
    'a constant that active cannot hold',
    source('active', constant('1')),
    [/active does not depend/, `error ${at('active')}.source: active takes True or False, but its source is "1"`],
  ],
  [
    'a reference as text',
    source('title', attribute('manager')),
    [
      `error ${at('title')}.source: title takes a text: it would be written the id that the directory has for it, but its source is of type Reference`,
    ],
  ],
  [
    'a text as reference',
    source('reports_to', attribute('mail')),
    [
      `warning ${at('reports_to')}.source: reports_to takes a reference: a text does only where it is the directory id of a user, but its source is of type String`,
    ],
  ],
  [
    'a boolean as reference',
    source('reports_to', attribute('accountEnabled')),
    [/^error .*reports_to takes a reference, but its source is of type Boolean$/],
  ],
  [
    'a boolean as text',
    source('title', call('Not([accountEnabled])')),
    [/^warning .*title takes a text: it is written the words True and False/],
  ],
  [
    'a text as boolean',
    source('active', call('ToLower([IsSoftDeleted])')),
    [/^warning .*active takes True or False alone, but its source is of type String$/],
  ],
  ['an integer as text', { ...own('extension_0_n', 'Integer'), ...source('title', attribute('extension_0_n')) }, []],
  [
    'many values for one',
    source('title', attribute('proxyAddresses')),
    [
      `error ${at('title')}.source: SchemaPropertyCanOnlyAcceptValue: title holds one value, but its source has many; take one with Item(…, 1), or join them`,
    ],
  ],
  ['many values by a function', source('title', call('Split([jobTitle], ",")')), [/SchemaPropertyCanOnlyAcceptValue/]],
  [
    'many values as its argument has',
    source('title', call('IgnoreFlowIfNullOrEmpty([proxyAddresses])')),
    [/SchemaPropertyCanOnlyAcceptValue/],
  ],
  ['one of many values', source('title', call('Item([proxyAddresses], 1)')), []],
  ['many values joined', source('title', call('Join(", ", [proxyAddresses])')), []],
  [
    'SelectUniqueValue',
    source('title', call('SelectUniqueValue([mail], [userPrincipalName])')),
    [`error ${at('title')}.source: SelectUniqueValue cannot be used: Samanage is not asked whether a value is taken`],
  ],
  [
    'a role as title',
    source('title', call('SingleAppRoleAssignment([appRoleAssignments])')),
    [/^error .*SingleAppRoleAssignment gives app roles, which can be mapped to role alone, not to title$/],
  ],
  [
    'all roles for one',
    source('role', call('AssertiveAppRoleAssignmentsComplex([appRoleAssignments])')),
    [/^error .*SchemaPropertyCanOnlyAcceptValue: role/],
  ],
  [
    'roles themselves',
    source('role', attribute('appRoleAssignments')),
    [
      /^error .*appRoleAssignments cannot be mapped directly: use SingleAppRoleAssignment/,
      /SchemaPropertyCanOnlyAcceptValue/,
    ],
  ],
  [
    'a function of another dialect',
    source('title', call('Trim([jobTitle])')),
    [`warning ${at('title')}.source: Trim belongs to cloud sync: app provisioning in Azure AD does not know it`],
  ],
  [
    'Switch around a manager',
    source('reports_to', call('Switch([manager], , "a", "b")')),
    [/^warning .*Switch does not do for references/],
  ],
  [
    'Switch beside a manager',
    source('reports_to', call('IIF([jobTitle] = "x", Switch([mail], , "a", "b"), [manager])')),
    [],
  ],
  [
    'a reference of its own as text',
    { ...own('chief', 'Reference'), ...source('title', attribute('chief')) },
    [/^error .*title takes a text/],
  ],
  ['an attribute of no declared type', source('reports_to', attribute('emails[type eq "home"].value')), []],
  [
    'a comparison',
    source('title', { type: 'Function', name: '=', expression: '[mail] = [jobTitle]' }),
    [/^warning .*title takes a text: it is written the words/],
  ],
  [
    'objectFilter',
    { 'users.attributeMappings.+': { targetAttributeName: 'objectFilter', source: attribute('proxyAddresses') } },
    [],
  ],
  [
    'a default domain that is not known',
    source('title', call('Append([jobTitle], DefaultDomain())')),
    [`warning ${at('title')}.source: DefaultDomain() fails for everybody: the setting DefaultDomain is not given`],
  ],
  [
    'a default domain that is known',
    { ...source('title', call('DefaultDomain()')), 'rule.metadata': [{ key: 'DefaultDomain', value: 'contoso.com' }] },
    [],
  ],
  [
    'a text that its parameters contradict',
    { 'users.attributeMappings.title.source.expression': '[department]' },
    [
      `warning ${at('title')}.source: The text of the expression says something else than its parameters; the parameters count`,
    ],
  ],
  [
    'a text with other blanks',
    { 'users.attributeMappings.active.source.expression': 'Switch([IsSoftDeleted],,"False","True","True","False",)' },
    [],
  ],
  [
    'a matching attribute on creation alone',
    { 'users.attributeMappings.email.flowType': 'ObjectAddOnly' },
    [/^warning users.attributeMappings\[0\].flowType: email is written on creation alone/],
  ],
  ['another attribute on creation alone', { 'users.attributeMappings.title.flowType': 'ObjectAddOnly' }, []],
  [
    'a way of adding values to one',
    { 'users.attributeMappings.title.flowType': 'MultiValueAddOnly' },
    [/^warning .*title holds one value: MultiValueAddOnly/],
  ],
  [
    'clearing what must be there',
    { 'users.attributeMappings.email.nullPolicy': 'clear' },
    [/^error .*email cannot be empty at Samanage/],
  ],
  [
    'clearing what is on or off',
    { 'users.attributeMappings.active.nullPolicy': 'clear' },
    [/^error .*active cannot be empty at Samanage/],
  ],
  [
    'a default policy without default',
    { 'users.attributeMappings.title.nullPolicy': 'default' },
    [/^warning .*title has no default value/],
  ],
  [
    'no updates',
    { 'users.flowTypes': 'Add, Delete' },
    ['warning users.flowTypes: Without Update nobody is disabled either: disabling is an update'],
  ],
  [
    'no updates where nobody is disabled',
    { 'users.flowTypes': 'Add', 'rule.metadata': [{ key: 'OutOfScopeAction', value: 'nothing' }] },
    [],
  ],
  ['no updates of groups', { 'groups.enabled': true, 'groups.flowTypes': 'Add' }, []],
  [
    'no deletes where people are deleted',
    { 'users.flowTypes': 'Add, Update', 'rule.metadata': [{ key: 'OutOfScopeAction', value: 'delete' }] },
    ['warning users.flowTypes: Without Delete the OutOfScopeAction "delete" deletes nobody'],
  ],
  [
    'a second rule',
    { 'synchronizationRules.+': editedSchema({}).synchronizationRules[0] },
    ['warning synchronizationRules[1]: USER_GROUP_OUTBOUND is not applied: only the first rule is'],
  ],
  ['groups that are switched off', { 'groups.attributeMappings.description.source': attribute('members') }, []],
  [
    'groups that are switched on',
    { 'groups.enabled': true, 'groups.attributeMappings.description.source': attribute('members') },
    [
      /^error groups.attributeMappings\[1\].source: SchemaPropertyCanOnlyAcceptValue/,
      /^error groups.attributeMappings\[1\].source: description takes a text/,
    ],
  ],
];

describe('looking for what is legal and yet wrong', () => {
  it.each(cases)('%s', (_, edits, findings) => {
    const schema = editedSchema(edits);
    expect(readSchema(schema)).not.toHaveProperty('findings');
    const expected = findings.map((finding) =>
      typeof finding === 'string' ? finding : expect.stringMatching(finding),
    );
    expect(lintSchema(schema).map(shownFinding)).toEqual(expected);
  });
});
