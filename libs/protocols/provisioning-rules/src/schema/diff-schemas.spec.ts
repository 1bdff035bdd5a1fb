import { defaultSchema } from './default-schema';
import { diffSchemas } from './diff-schemas';
import { type Edits, editedSchema } from './testing/edited-schema';
import { attribute, call, clause, scope } from './testing/schema-parts';

const sales = { name: 'Sales', clauses: [clause('department', 'EQUALS', 'Sales'), clause('mail', 'IS NOT NULL')] };
const mappings = 'users.attributeMappings';

const different: readonly [name: string, before: Edits, after: Edits, differences: object[]][] = [
  [
    'a source',
    {},
    { [`${mappings}.title.source`]: call('ToLower([jobTitle])') },
    [{ path: 'users.mappings.title.source', kind: 'changed', from: '[jobTitle]', to: 'ToLower([jobTitle])' }],
  ],
  [
    'a source and none',
    {},
    { [`${mappings}.title.source`]: null },
    [{ path: 'users.mappings.title.source', kind: 'changed', from: '[jobTitle]', to: null }],
  ],
  [
    'properties',
    {},
    {
      [`${mappings}.title.flowType`]: 'ObjectAddOnly',
      [`${mappings}.title.nullPolicy`]: undefined,
      [`${mappings}.name.matchingPriority`]: 2,
    },
    [
      { path: 'users.mappings.name.matchingPriority', kind: 'changed', from: 0, to: 2 },
      { path: 'users.mappings.title.flowType', kind: 'changed', from: 'Always', to: 'ObjectAddOnly' },
      { path: 'users.mappings.title.nullPolicy', kind: 'changed', from: 'clear', to: 'ignore' },
    ],
  ],
  [
    'a mapping that is gone',
    {},
    { [`${mappings}.title`]: undefined },
    [
      {
        path: 'users.mappings.title',
        kind: 'removed',
        from: expect.objectContaining({ source: '[jobTitle]', nullPolicy: 'clear' }),
        to: null,
      },
    ],
  ],
  [
    'a mapping that is new',
    { [`${mappings}.title`]: undefined },
    {},
    [
      {
        path: 'users.mappings.title',
        kind: 'added',
        from: null,
        to: expect.objectContaining({ source: '[jobTitle]' }),
      },
    ],
  ],
  [
    'what object mappings do',
    {},
    { 'groups.enabled': true, 'users.flowTypes': 'Add, Update' },
    [
      { path: 'users.flowTypes', kind: 'changed', from: 'Add, Update, Delete', to: 'Add, Update' },
      { path: 'groups.enabled', kind: 'changed', from: false, to: true },
    ],
  ],
  [
    'settings',
    {},
    {
      'rule.metadata': [
        { key: 'SyncAll', value: 'false' },
        { key: 'SkipOutOfScopeDeletions', value: 'True' },
        { key: 'DefaultAccessRoles', value: '["User"]' },
      ],
    },
    [
      { path: 'settings.syncAll', kind: 'changed', from: true, to: false },
      { path: 'settings.defaultAccessRoles', kind: 'changed', from: [], to: ['User'] },
      { path: 'settings.outOfScopeAction', kind: 'changed', from: 'disable', to: 'nothing' },
    ],
  ],
  [
    'a filter',
    {},
    { 'users.scope': scope(sales) },
    [
      {
        path: 'users.scope.groups.Sales',
        kind: 'added',
        from: null,
        to: { 'department EQUALS': ['Sales'], 'mail IS NOT NULL': [] },
      },
    ],
  ],
  [
    'clauses',
    { 'users.scope': scope(sales) },
    {
      'users.scope': scope({
        name: 'Sales',
        clauses: [clause('department', 'EQUALS', 'Buying'), clause('title', 'IS NULL')],
      }),
    },
    [
      { path: 'users.scope.groups.Sales.department EQUALS', kind: 'changed', from: ['Sales'], to: ['Buying'] },
      { path: 'users.scope.groups.Sales.mail IS NOT NULL', kind: 'removed', from: [], to: null },
      { path: 'users.scope.groups.Sales.title IS NULL', kind: 'added', from: null, to: [] },
    ],
  ],
  [
    'a source attribute of its own',
    {},
    { 'directories.0.objects.User.attributes.+': { name: 'extension_0_x', type: 'String' } },
    [
      {
        path: 'directories.Azure Active Directory.objects.User.attributes.extension_0_x',
        kind: 'added',
        from: null,
        to: expect.objectContaining({ type: 'String' }),
      },
    ],
  ],
  [
    'members that are not known here',
    { toString: 1 },
    {
      'users.metadata': [{ key: 'IsCustomerDefined', value: 'true' }],
      [`${mappings}.title.note`]: { a: [1, { b: null }] },
    },
    [
      { path: 'toString', kind: 'removed', from: 1, to: null },
      { path: 'users.metadata.IsCustomerDefined', kind: 'added', from: null, to: 'true' },
      { path: 'users.mappings.title.note', kind: 'added', from: null, to: { a: [1, { b: null }] } },
    ],
  ],
  [
    'metadata that are not known here',
    {},
    { 'rule.metadata': [{ key: 'Own', value: '1' }] },
    [{ path: 'rule.metadata.Own', kind: 'added', from: null, to: '1' }],
  ],
  [
    'an object in place of a number',
    { note: 1, notes: [1] },
    { note: {}, notes: [{}] },
    [
      { path: 'note', kind: 'changed', from: 1, to: {} },
      { path: 'notes', kind: 'changed', from: [1], to: [{}] },
    ],
  ],
  [
    'a text in place of a list',
    { notes: [['x']] },
    { notes: ['x'] },
    [{ path: 'notes', kind: 'changed', from: [['x']], to: ['x'] }],
  ],
  [
    'a number in place of an object',
    { notes: [{}] },
    { notes: [1] },
    [{ path: 'notes', kind: 'changed', from: [{}], to: [1] }],
  ],
  [
    'an expression that can be read no more',
    {},
    { [`${mappings}.title.source`]: call('Gone([jobTitle])') },
    [{ path: 'users.mappings.title.source', kind: 'changed', from: '[jobTitle]', to: 'Gone([jobTitle])' }],
  ],
  [
    'a function without text that can be read no more',
    {},
    { [`${mappings}.title.source`]: { type: 'Function', name: 'Gone' } },
    [{ path: 'users.mappings.title.source', kind: 'changed', from: '[jobTitle]', to: 'Gone' }],
  ],
  [
    'members within lists',
    { note: [{ a: 1 }] },
    { note: [{ a: 2 }] },
    [{ path: 'note', kind: 'changed', from: [{ a: 1 }], to: [{ a: 2 }] }],
  ],
  [
    'a second rule',
    {},
    { 'synchronizationRules.+': { name: 'ROLES' } },
    [{ path: 'otherRules', kind: 'added', from: null, to: { ROLES: { name: 'ROLES' } } }],
  ],
];

describe('the differences of two schemas', () => {
  it.each(different)('tell %s', (_, before, after, differences) => {
    expect(diffSchemas(editedSchema(before), editedSchema(after))).toEqual(differences);
  });

  it('are the other way round from the other side', () => {
    const after = editedSchema({
      [`${mappings}.title.source`]: attribute('department'),
      [`${mappings}.phone`]: undefined,
    });
    const there = diffSchemas(defaultSchema, after);
    const back = diffSchemas(after, defaultSchema);
    const kinds = { added: 'removed', removed: 'added', changed: 'changed' };
    expect(back).toHaveLength(there.length);
    expect(back).toEqual(
      expect.arrayContaining(
        there.map(({ path, kind, from, to }) => ({ path, kind: kinds[kind], from: to, to: from })),
      ),
    );
  });
});
