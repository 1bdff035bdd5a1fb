import { defaultSchema } from './default-schema';
import { diffSchemas } from './diff-schemas';
import { type Edits, editedSchema } from './testing/edited-schema';
import { call, clause, scope } from './testing/schema-parts';

const sales = { name: 'Sales', clauses: [clause('department', 'EQUALS', 'Sales'), clause('mail', 'IS NOT NULL')] };
const mappings = 'users.attributeMappings';

const equal: readonly [name: string, before: Edits, after: Edits][] = [
  ['the version', {}, { version: '2' }],
  [
    'what has its default value',
    {},
    {
      [`${mappings}.title.flowType`]: undefined,
      [`${mappings}.title.matchingPriority`]: undefined,
      [`${mappings}.title.defaultValue`]: undefined,
      [`${mappings}.title.exportMissingReferences`]: undefined,
      [`${mappings}.title.flowBehavior`]: undefined,
      [`${mappings}.name.nullPolicy`]: 'ignore',
      'users.metadata': undefined,
    },
  ],
  [
    'a setting that has its default value',
    {},
    {
      'rule.metadata': [
        { key: 'SyncAll', value: 'True' },
        { key: 'SkipOutOfScopeDeletions', value: 'False' },
      ],
    },
  ],
  [
    'the order of mappings',
    {},
    { [mappings]: defaultSchema.synchronizationRules[0]?.objectMappings[0]?.attributeMappings.toReversed() },
  ],
  ['the order of actions', {}, { 'users.flowTypes': 'Delete,Update, Add' }],
  ['a filter that is none', {}, { 'users.scope': scope() }],
  [
    'the order of filters',
    { 'users.scope': scope(sales, { name: 'B', clauses: [] }) },
    { 'users.scope': scope({ name: 'B', clauses: [] }, { ...sales, clauses: sales.clauses.toReversed() }) },
  ],
  [
    'the order of clauses alike',
    {
      'users.scope': scope({
        name: 'A',
        clauses: [clause('mail', 'NOT EQUALS', 'a'), clause('mail', 'NOT EQUALS', 'b')],
      }),
    },
    {
      'users.scope': scope({
        name: 'A',
        clauses: [clause('mail', 'NOT EQUALS', 'b'), clause('mail', 'NOT EQUALS', 'a')],
      }),
    },
  ],
  [
    'how an expression is written',
    {},
    { [`${mappings}.active.source`]: call('Switch([IsSoftDeleted],,"False","True","True","False")') },
  ],
  [
    'groups of filters alike',
    { 'users.scope': scope(sales, { name: 'Sales', clauses: [clause('mail', 'IS NULL'), clause('city', 'IS NULL')] }) },
    {
      'users.scope': scope(
        { name: 'Sales', clauses: [clause('city', 'IS NULL'), clause('mail', 'IS NULL')] },
        { ...sales, clauses: sales.clauses.toReversed() },
      ),
    },
  ],
  [
    'attributes that have their default values',
    {},
    {
      'directories.1.objects.User.attributes.active': {
        name: 'active',
        type: 'Boolean',
        anchor: false,
        caseExact: false,
        required: false,
        multivalued: false,
        mutability: 'ReadWrite',
        metadata: [],
        referencedObjects: [],
      },
    },
  ],
  [
    'references that say nothing of a property',
    {},
    { 'directories.0.objects.User.attributes.manager.referencedObjects.0.referencedProperty': undefined },
  ],
];

/** The same JSON with its members the other way round. */
const reversed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, each]) => [name, reversed(each)]),
  );
};

describe('the differences of two schemas', () => {
  it.each(equal)('are none for %s', (_, before, after) => {
    expect(diffSchemas(editedSchema(before), editedSchema(after))).toEqual([]);
  });

  it('are none for the order of members', () => {
    expect(diffSchemas(defaultSchema, reversed(defaultSchema) as typeof defaultSchema)).toEqual([]);
  });
});
