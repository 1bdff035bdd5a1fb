import { readSchema } from './read-schema';
import { type Edits, editedSchema, shownFinding } from './testing/edited-schema';
import { call } from './testing/schema-parts';

const findingsOf = (content: unknown): readonly string[] => {
  const reading = readSchema(content);
  return 'findings' in reading ? reading.findings.map(shownFinding) : [];
};

const title = 'users.attributeMappings.title';
const manager = 'directories.0.objects.User.attributes.manager';

const bad: readonly [name: string, edits: Edits, findings: readonly (string | RegExp)[]][] = [
  // Structure
  [
    'no directories',
    { directories: undefined },
    [
      'error directories: Expected a list, but it is missing',
      'error rule.sourceDirectoryName: There is no directory "Azure Active Directory"',
      'error rule.targetDirectoryName: There is no directory "Samanage"',
    ],
  ],
  [
    'no rules',
    { synchronizationRules: [] },
    ['error synchronizationRules: Expected at least one synchronization rule'],
  ],
  ['a rule that is none', { synchronizationRules: [7] }, ['error rule: Expected an object, but found a number']],
  [
    'rules in no list',
    { synchronizationRules: {} },
    ['error synchronizationRules: Expected a list, but found an object'],
  ],
  [
    'no object mappings',
    { 'rule.objectMappings': undefined },
    ['error rule.objectMappings: Expected a list, but it is missing'],
  ],
  [
    'no mapping for users',
    { users: undefined },
    ['error rule.objectMappings: There must be an object mapping whose sourceObjectName is User, be it disabled'],
  ],
  [
    'two mappings for users',
    { 'rule.objectMappings.+': { ...editedSchema({}).synchronizationRules[0]?.objectMappings[0] } },
    [
      'error synchronizationRules[0].objectMappings[2].sourceObjectName: There is more than one object mapping for User',
    ].map((text) => text.replace('synchronizationRules[0]', 'rule')),
  ],
  [
    'another source object',
    { 'groups.sourceObjectName': 'Groups' },
    [
      'error rule.objectMappings: There must be an object mapping whose sourceObjectName is Group, be it disabled',
      'error groups.sourceObjectName: There is no source object "Groups": it is User or Group; did you mean Group?',
    ],
  ],
  [
    'a user written to a group',
    { 'users.targetObjectName': 'Group' },
    ['error users.targetObjectName: A User is written to a User, but found "Group"'],
  ],
  ['users switched off', { 'users.enabled': false }, [/^error users.enabled: The mapping of users cannot be disabled/]],
  [
    'wrong types',
    { 'users.enabled': 'yes', [`${title}.matchingPriority`]: -1, [`${title}.defaultValue`]: 5, version: 3 },
    [
      'error version: Expected a text, but found a number',
      'error users.enabled: Expected true or false, but found a text',
      'error users.attributeMappings[3].defaultValue: Expected a text, but found a number',
      'error users.attributeMappings[3].matchingPriority: Expected a whole number that is not negative, but found a number',
    ],
  ],
  [
    'unknown words',
    {
      'users.flowTypes': 'Add, Remove',
      [`${title}.flowType`]: 'Sometimes',
      [`${title}.flowBehavior`]: '',
      [`${title}.nullPolicy`]: 'keep',
    },
    [
      'error users.flowTypes: Expected some of Add, Update, Delete, joined by ", ", but found "Add, Remove"',
      'error users.attributeMappings[3].flowBehavior: Expected FlowWhenChanged or FlowAlways, but found ""',
      /flowType: Expected Always, ObjectAddOnly, .* or AttributeAddOnly, but found "Sometimes"$/,
      /nullPolicy: Expected ignore, clear or default, but found "keep"$/,
    ],
  ],
  [
    'an unknown type of source',
    { [`${title}.source.type`]: 'Expression' },
    ['error users.attributeMappings[3].source.type: Expected Attribute, Constant or Function, but found "Expression"'],
  ],
  [
    'a source that is left out',
    { [`${title}.source`]: undefined },
    ['error users.attributeMappings[3].source: Expected an object, but it is missing'],
  ],
  [
    'too many mappings',
    { 'users.attributeMappings': Array.from({ length: 501 }, () => ({})) },
    ['error users.attributeMappings: Expected at most 500 of them, but there are 501'],
  ],
  [
    'a scope without sets',
    { 'users.scope': { groups: [{ name: 'A', clauses: [{}] }] } },
    [
      'error users.scope.groups[0].clauses[0].sourceOperandName: Expected a text that is not empty, but it is missing',
      'error users.scope.groups[0].clauses[0].operatorName: Expected a text that is not empty, but it is missing',
      'error users.scope.groups[0].clauses[0].targetOperand: Expected an object, but it is missing',
      'error users.scope.inputFilterGroups: Expected a list, but it is missing',
      'error users.scope.categoryFilterGroups: Expected a list, but it is missing',
    ],
  ],
  // Directories
  [
    'a directory twice',
    { 'directories.1.name': 'Azure Active Directory' },
    [
      'error directories[1].name: There is more than one directory named "Azure Active Directory"',
      'error rule.targetDirectoryName: There is no directory "Samanage"',
    ],
  ],
  [
    'an object twice',
    { 'directories.1.objects.Group.name': 'User' },
    ['error directories[1].objects[1].name: There is more than one object named "User"'],
  ],
  [
    'an attribute twice',
    { 'directories.1.objects.User.attributes.title.name': 'email' },
    ['error directories[1].objects[0].attributes[3].name: There is more than one attribute named "email"'],
  ],
  [
    'an unknown type and mutability',
    {
      'directories.1.objects.User.attributes.0.type': 'Text',
      'directories.1.objects.User.attributes.0.mutability': 'Never',
    },
    [
      /attributes\[0\].type: Expected String, .* or DateTime, but found "Text"$/,
      /attributes\[0\].mutability: Expected ReadWrite, .* or WriteOnly, but found "Never"$/,
    ],
  ],
  [
    'two anchors',
    {
      'directories.1.objects.User.attributes.email.anchor': true,
      'directories.1.objects.User.attributes.name.anchor': true,
    },
    ['error directories[1].objects[0].attributes: An object has exactly one anchor, but here are 2: email, name'],
  ],
  [
    'an unknown directory',
    { 'rule.targetDirectoryName': 'samanage' },
    ['error rule.targetDirectoryName: There is no directory "samanage"; did you mean Samanage?'],
  ],
  [
    'a bad SCIM path',
    {
      'directories.0.objects.User.attributes.+': {
        name: 'badge',
        type: 'String',
        metadata: [
          { key: 'Other', value: 'a b' },
          { key: 'ScimPath', value: 'a b' },
        ],
      },
    },
    [/metadata\[1\].value: Expected a SCIM path such as .*, but found "a b"$/],
  ],
  [
    'an attribute of its own whose type is none',
    {
      'directories.0.objects.User.attributes.+': {
        name: 'badge',
        type: 5,
        metadata: [{ key: 'ScimPath', value: 'nickName' }],
      },
      [`${title}.source`]: { type: 'Attribute', name: 'badge' },
    },
    [
      /type: Expected String, .*, but found a number$/,
      /^error users.attributeMappings\[3\].source: A User has no source attribute "badge"/,
    ],
  ],
  [
    'an unknown referenced object',
    { [`${manager}.referencedObjects.0.referencedObjectName`]: 'Users' },
    [/referencedObjects\[0\].referencedObjectName: There is no object "Users" in this directory; did you mean User\?$/],
  ],
  [
    'an unknown referenced property',
    { [`${manager}.referencedObjects.0.referencedProperty`]: 'objectid' },
    [/referencedProperty: User has no attribute "objectid"; did you mean objectId\?$/],
  ],
  [
    'a reference to itself',
    { [`${manager}.referencedObjects.0.referencedProperty`]: 'manager' },
    [/referencedObjects: These references never end: User.manager → User.manager$/],
  ],
];

describe('reading a schema', () => {
  it.each(bad)('tells %s', (_, edits, findings) => {
    const expected = findings.map((finding) =>
      typeof finding === 'string' ? finding : expect.stringMatching(finding),
    );
    expect(findingsOf(editedSchema(edits))).toEqual(expected);
  });

  it.each([undefined, null, 1, 'schema', true, [], () => 0])('tells that %p is no schema', (content) => {
    expect(findingsOf(content)).toEqual([expect.stringMatching(/^error : Expected an object, but found/)]);
  });

  it('tells what is wrong in many places at once', () => {
    const schema = editedSchema({
      'directories.1.objects': 1,
      'rule.name': undefined,
      'users.enabled': 1,
      [`${title}.targetAttributeName`]: 'x',
      'groups.attributeMappings.name.source': call('Nothing()'),
    });
    expect(findingsOf(schema)).toHaveLength(5);
  });

  it('tells a hundred findings at most', () => {
    expect(
      findingsOf(editedSchema({ 'users.attributeMappings': Array.from({ length: 500 }, () => ({})) })),
    ).toHaveLength(100);
  });

  it.each([
    ['lists', () => JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`) as unknown],
    [
      'sources',
      () => {
        let source: object = { type: 'Attribute', name: 'mail' };
        for (let depth = 0; depth < 5_000; depth += 1)
          source = { type: 'Function', name: 'Not', parameters: [{ key: 'source', value: source }] };
        return editedSchema({ [`${title}.source`]: source });
      },
    ],
  ])('does not go down endless %s', (_, content) => {
    expect(findingsOf(content())).toEqual(['error : The document is nested more than 350 levels deep']);
  });
});
