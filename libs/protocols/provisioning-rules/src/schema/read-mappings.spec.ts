import { parseExpression, functionDefinitions, toMappingSource } from '../expression';
import { readSchema } from './read-schema';
import { type Edits, editedSchema, shownFinding } from './testing/edited-schema';
import { call, clause, scope } from './testing/schema-parts';

const findingsOf = (content: unknown): readonly string[] => {
  const reading = readSchema(content);
  return 'findings' in reading ? reading.findings.map(shownFinding) : [];
};

const title = 'users.attributeMappings.title';
const role = 'users.attributeMappings.role';
const manager = 'directories.0.objects.User.attributes.manager';

const bad: readonly [name: string, edits: Edits, findings: readonly (string | RegExp)[]][] = [
  [
    'an unknown target',
    { [`${title}.targetAttributeName`]: 'tilte' },
    [
      'error users.attributeMappings[3].targetAttributeName: A Samanage User has no attribute "tilte"; did you mean title?',
    ],
  ],
  ['a member of every object', { [`${title}.targetAttributeName`]: 'toString' }, [/has no attribute "toString"$/]],
  [
    'a target twice',
    { [`${title}.targetAttributeName`]: 'phone' },
    ['error users.attributeMappings[4].targetAttributeName: phone is mapped more than once'],
  ],
  [
    'what must be mapped',
    { 'users.attributeMappings': [] },
    [
      'error users.attributeMappings: email must be mapped: no Samanage User can be without it',
      'error users.attributeMappings: name must be mapped: no Samanage User can be without it',
      'error users.attributeMappings: role must be mapped: no Samanage User can be without it',
      'error users.attributeMappings: There is no matching attribute: give email or name a matchingPriority above 0',
    ],
  ],
  [
    'a matching attribute Samanage cannot be asked by',
    { [`${title}.matchingPriority`]: 2 },
    [
      'error users.attributeMappings[3].matchingPriority: title cannot be a matching attribute: Samanage cannot be asked for a User by it, but by email or name',
    ],
  ],
  [
    'objectFilter as matching attribute',
    { 'users.attributeMappings.+': { targetAttributeName: 'objectFilter', source: null, matchingPriority: 2 } },
    [/^error users.attributeMappings\[10\].matchingPriority: objectFilter cannot be a matching attribute/],
  ],
  [
    'an unknown target as matching attribute once',
    { [`${title}.matchingPriority`]: 2, [`${title}.targetAttributeName`]: 'salary' },
    [/^error users.attributeMappings\[3\].targetAttributeName/],
  ],
  [
    'the same priority twice',
    { 'users.attributeMappings.name.matchingPriority': 1 },
    ['error users.attributeMappings[1].matchingPriority: name and email have the same matchingPriority 1'],
  ],
  [
    'no default role for everybody',
    { [`${role}.defaultValue`]: null },
    [
      /^error users.attributeMappings\[9\].defaultValue: With SyncAll "true" role needs a default value, as \{"displayName":"Requester"\}/,
    ],
  ],
  ...['Requester', '{"displayName":" "}', '{"value":"Requester"}', '["Requester"]'].map(
    (defaultValue): (typeof bad)[number] => [
      `the default role ${defaultValue}`,
      { [`${role}.defaultValue`]: defaultValue, 'rule.metadata': [{ key: 'SyncAll', value: 'false' }] },
      [/defaultValue: The default value of role must be a role's name as \{"displayName":"Requester"\}, but it is/],
    ],
  ),
  [
    'a bad setting',
    { 'rule.metadata': [{ key: 'SyncAll', value: 'no' }] },
    ['error rule.metadata[0].value: SyncAll must be "true" or "false", but it is "no"'],
  ],
  // Expressions
  [
    'an expression that is not closed',
    { [`${title}.source`]: call('ToLower([jobTitle]') },
    [/^error users.attributeMappings\[3\].source: Expected .* \(at position 18\)$/],
  ],
  [
    'an unknown function',
    { [`${title}.source`]: call('tolower([jobTitle])') },
    [
      'error users.attributeMappings[3].source: There is no function "tolower"; did you mean ToLower? Case counts (at position 0)',
    ],
  ],
  [
    'an unknown attribute, once',
    { [`${title}.source`]: call('Append([job], [job])') },
    [/^error users.attributeMappings\[3\].source: .*"job".* \(at position 7\)$/],
  ],
  [
    'a bad regular expression',
    { [`${title}.source`]: call('Replace([jobTitle], , "(", , "", , )') },
    [/^error users.attributeMappings\[3\].source: Replace: RegularExpression .* \(at position 22\)$/],
  ],
  [
    '10,001 characters',
    { [`${title}.source`]: call(`ToLower("${'x'.repeat(9_990)}")`) },
    [/source: An expression has at most 10000 characters, but this one has 10001/],
  ],
  [
    '10,001 characters beside parameters',
    { [`${title}.source.expression`]: 'x'.repeat(10_001) },
    [/source: An expression has at most 10000 characters, but this one has 10001/],
  ],
  [
    'parameters that are none of the function',
    {
      [`${title}.source`]: {
        ...call('Not([IsSoftDeleted])'),
        parameters: [{ key: 'what', value: { type: 'Attribute', name: 'IsSoftDeleted' } }],
      },
    },
    [
      'error users.attributeMappings[3].source: Not has no parameter "what"; it has source',
      'error users.attributeMappings[3].source: Not needs the argument source: Not(source)',
    ],
  ],
  // Filters
  [
    'a filter by what there is not',
    { 'users.scope': scope({ name: 'Some', clauses: [clause('salary', 'EQUALS', '1')] }) },
    [/^error users.scope.groups\[0\].clauses\[0\]/],
  ],
];

const unsound: readonly [name: string, scope: unknown, finding: string][] = [
  ['a group that is none', scope(7 as never), 'groups[0]: Expected an object, but found a number'],
  [
    'a clause that is none',
    scope({ name: 'Some', clauses: [7 as never] }),
    'groups[0].clauses[0]: Expected an object, but found a number',
  ],
  [
    'a value that is no text',
    scope({ name: 'Some', clauses: [clause('salary', 'EQUALS', 7 as never)] }),
    'groups[0].clauses[0].targetOperand.values[0]: Expected a text, but found a number',
  ],
];

const good: readonly [name: string, edits: Edits][] = [
  ['a filter', { 'users.scope': scope({ name: 'Some', clauses: [clause('department', 'EQUALS', 'Sales')] }) }],
  ['a mapping of nothing', { [`${title}.source`]: null }],
  [
    'members that are left out',
    {
      [`${title}.flowType`]: undefined,
      [`${title}.matchingPriority`]: undefined,
      'users.metadata': undefined,
      id: null,
    },
  ],
  ['no actions at all', { 'users.flowTypes': '' }],
  ['no actions, as Graph says it', { 'users.flowTypes': 'None' }],
  ['one action', { 'users.flowTypes': 'Update' }],
  [
    'objectFilter',
    {
      'users.attributeMappings.+': {
        targetAttributeName: 'objectFilter',
        source: call('IIF([department]="Sales", IgnoreObjectFlow, "")'),
      },
    },
  ],
  ['groups without anything, switched off', { 'groups.attributeMappings': [] }],
  [
    'no default role for those who are assigned',
    { [`${role}.defaultValue`]: null, 'rule.metadata': [{ key: 'SyncAll', value: 'False' }] },
  ],
  [
    'a role for everybody',
    { [`${role}.defaultValue`]: null, [`${role}.source`]: { type: 'Constant', name: 'Requester' } },
  ],
  [
    'an attribute of its own',
    {
      'directories.0.objects.User.attributes.+': {
        name: 'extension_0_badge',
        type: 'String',
        metadata: [{ key: 'ScimPath', value: 'urn:ietf:params:scim:schemas:extension:Own:2.0:User:badge' }],
      },
      [`${title}.source`]: {
        type: 'Attribute',
        name: 'extension_0_badge',
        expression: '[extension_0_badge]',
        parameters: [],
      },
    },
  ],
  ['references that end', { [`${manager}.referencedObjects.0.referencedProperty`]: 'objectId' }],
];

describe('the mappings of a schema', () => {
  it.each(bad)('tells %s', (_, edits, findings) => {
    const expected = findings.map((finding) =>
      typeof finding === 'string' ? finding : expect.stringMatching(finding),
    );
    expect(findingsOf(editedSchema(edits))).toEqual(expected);
  });

  it.each(unsound)('tell %s in a filter, which is looked at no further', (_, filter, finding) => {
    expect(findingsOf(editedSchema({ 'users.scope': filter }))).toEqual([`error users.scope.${finding}`]);
  });

  it.each(good)('takes %s', (_, edits) => {
    const schema = editedSchema(edits);
    expect(readSchema(schema)).toEqual({ schema });
  });

  it('takes positions from the text although parameters count', () => {
    const tree = parseExpression('Append([jobTitle], [job])', functionDefinitions);
    const source = toMappingSource(tree, functionDefinitions);
    expect(findingsOf(editedSchema({ [`${title}.source`]: source }))).toEqual([
      expect.stringMatching(/at position 19\)$/),
    ]);
  });

  it('tells an expression that is too deep', () => {
    let source: object = { type: 'Attribute', name: 'mail' };
    for (let depth = 0; depth < 101; depth += 1)
      source = { type: 'Function', name: 'Not', parameters: [{ key: 'source', value: source }] };
    expect(findingsOf(editedSchema({ [`${title}.source`]: source }))).toEqual([
      expect.stringMatching(/more than 100 levels deep$/),
    ]);
  });
});
