import { type Attribute, attribute, type Resource, type ResourceType, userType, type Value } from '@waybill/scim';
import fc from 'fast-check';

// Letters that fold in odd ways, all that means something in a pattern, and what normalising changes. Left out are the
// few letters that came with Unicode 17: Node knows them already, PostgreSQL 18 does not.
const letters = 'a A é e\u0301 \u0301 ß ẞ İ i ı Σ σ ς \u00C5 \u212B Ⱥ ǅ ﬁ'.split(' ');
const signs = ['%', '_', '*', '.', '\\', '"', "'", ' ', '?', '[', ']', '$1', '\n', '\uE000', '😀', '\uFFFD'];
export const text = fc.array(fc.constantFrom(...letters, ...signs), { maxLength: 3 }).map((pieces) => pieces.join(''));
export const moments = [
  '2026-01-31T12:00:00Z',
  '2026-01-31T13:00:00.0004+01:00',
  '2026-01-31T12:00:00',
  '2026-01-31T12:00:00.1',
  '2026-01-31T12:00:00.1009Z',
  '2026-02-01T11:59:00+23:59',
  '2024-02-29T23:59:59.999-00:30',
  '0001-01-01T00:00:00+14:00',
  '9999-12-31T23:59:59.9999-23:59',
];
const noMoments = ['2026-02-30T00:00:00Z', '0000-01-01T00:00:00Z', '2026-01-31', '2026-01-31T24:00:00Z', 'now', ''];
const numbers = [0, 1, -1.5, 0.1, 1e21, 2 ** 53 - 1, 1e-7, Number.MAX_VALUE, Number.MIN_VALUE];

export const simple: Readonly<Record<Exclude<Attribute['type'], 'complex'>, fc.Arbitrary<string | number | boolean>>> =
  {
    string: text,
    reference: text,
    binary: fc.constantFrom('QQ==', 'qq==', 'QQ'),
    boolean: fc.boolean(),
    integer: fc.constantFrom(...numbers.filter(Number.isInteger)),
    decimal: fc.constantFrom(...numbers),
    dateTime: fc.constantFrom(...moments),
  };

/** What an older schema may have left. */
const anything: fc.Arbitrary<Value> = fc.oneof(
  fc.constantFrom<Value>(null, 1, true, 'a', '', [], {}, ['a', 1], { value: 'a' }, [{ value: 1 }], [[{ value: 'a' }]]),
  fc.constantFrom(...noMoments),
);

const one = (each: Attribute): fc.Arbitrary<Value> =>
  each.type === 'complex' ? members(each.subAttributes) : simple[each.type];

const valueOf = (each: Attribute): fc.Arbitrary<Value> =>
  fc.oneof(
    { weight: 9, arbitrary: each.multiValued ? fc.array(one(each), { maxLength: 3 }) : one(each) },
    { weight: 1, arbitrary: anything },
  );

const members = (attributes: readonly Attribute[]): fc.Arbitrary<Resource> =>
  fc.record(Object.fromEntries(attributes.map((each) => [each.name, valueOf(each)])), {
    requiredKeys: [],
  }) as fc.Arbitrary<Resource>;

/** Every attribute comes alone and in several, in the resource and in a complex value. */
const kinds = Object.keys(simple) as (keyof typeof simple)[];
const every = (more: Partial<Attribute>): Attribute[] => [
  ...kinds.map((type) => attribute(type, { type, ...more })),
  attribute('exact', { caseExact: true, ...more }),
];
const subAttributes = [attribute('value', { caseExact: true }), ...every({}), attribute('list', { multiValued: true })];
const customSchema = {
  id: "urn:example:o'dd(%):2.0:Device",
  name: 'Device',
  description: '',
  attributes: [
    ...every({}),
    ...every({ multiValued: true }).map((each) => ({ ...each, name: `${each.name}s` })),
    attribute('part', { subAttributes }),
    attribute('parts', { multiValued: true, subAttributes }),
    attribute(`a"b'c`),
  ],
};
export const customType: ResourceType = {
  ...userType,
  id: 'Device',
  name: 'Device',
  schema: customSchema,
  schemaExtensions: [{ schema: { ...customSchema, id: 'urn:example:more:2.0:Device' }, required: false }],
  memberOf: null,
};

export const resourceOf = (type: ResourceType): fc.Arbitrary<Resource> =>
  fc
    .record({
      core: members([attribute('externalId', { caseExact: true }), ...stored(type, type.schema.attributes)]),
      extensions: fc.record(
        Object.fromEntries(type.schemaExtensions.map(({ schema }) => [schema.id, members(schema.attributes)])),
        { requiredKeys: [] },
      ),
    })
    .map(({ core, extensions }) => ({ ...core, ...extensions }) as Resource);

/** Without what is kept apart or computed. */
const stored = ({ apart, memberOf }: ResourceType, attributes: readonly Attribute[]): Attribute[] =>
  attributes.filter(({ name }) => name !== apart && name !== memberOf);
