import {
  type Attribute,
  attribute,
  checkedFilter,
  type Filter,
  operators,
  type ResourceType,
  ScimError,
  spell,
} from '@waybill/scim';
import fc from 'fast-check';
import { moments, simple } from './filter-random-resources';

/** Where a filter can ask, and with what. */
interface Place {
  readonly path: string;
  readonly attribute: Attribute;
  readonly literal?: fc.Arbitrary<string>;
}

export const ids = Array.from({ length: 8 }, (_, index) => `0194d000-0000-7000-8000-00000000000${index}`);
export const id = fc.constantFrom(...ids);
const meta = (name: string, literal: fc.Arbitrary<string>, more: Partial<Attribute> = {}): Place => ({
  path: `meta.${name}`,
  attribute: attribute(name, { caseExact: true, ...more }),
  literal,
});

const commonPlaces: readonly Place[] = [
  { path: 'id', attribute: attribute('id', { caseExact: true }), literal: id },
  { path: 'externalId', attribute: attribute('externalId', { caseExact: true }) },
  meta('created', fc.constantFrom(...moments), { type: 'dateTime' }),
  meta('lastModified', fc.constantFrom(...moments), { type: 'dateTime' }),
  meta('resourceType', fc.constantFrom('User', 'Group', 'Device', 'device')),
  meta('version', fc.constantFrom('W/"1"', 'W/"2"')),
  { path: 'nobodyKnows', attribute: attribute('nobodyKnows') },
  { path: 'meta', attribute: attribute('meta', { subAttributes: [attribute('resourceType')] }) },
];

const isRows = ({ apart, memberOf }: ResourceType, { name }: Attribute) => name === apart || name === memberOf;

/** Of rows, there is an id, and no `$ref`. */
const subPlaces = (type: ResourceType, holder: Attribute, prefix: string): Place[] =>
  holder.subAttributes
    .filter(({ name }) => !isRows(type, holder) || name !== '$ref')
    .map((sub) => ({
      path: `${prefix}${sub.name}`,
      attribute: sub,
      ...(isRows(type, holder) && sub.name === 'value' ? { literal: id } : {}),
    }));

const placesOf = (type: ResourceType): Place[] =>
  [type.schema, ...type.schemaExtensions.map(({ schema }) => schema)].flatMap((schema) =>
    schema.attributes
      .filter(({ returned }) => returned !== 'never')
      .flatMap((each) => {
        const extension = schema === type.schema ? undefined : schema.id;
        const path = spell({ extension, attribute: each, subAttribute: undefined });
        const value = isRows(type, each) ? { literal: id } : {};
        return [{ path, attribute: each, ...value }, ...subPlaces(type, each, `${path}.`)];
      }),
  );

const order = ['eq', 'ne', 'gt', 'ge', 'lt', 'le'] as const;
const operatorsOf = ({ type }: Attribute) => {
  if (type === 'boolean') return ['eq', 'ne'] as const;
  if (type === 'binary') return ['eq', 'ne', 'co', 'sw', 'ew'] as const;
  return type === 'string' || type === 'reference' ? operators : order;
};

function leafAt({ path, attribute: at, literal }: Place): fc.Arbitrary<Filter> {
  const compared = at.type === 'complex' ? at.subAttributes.find(({ name }) => name === 'value') : at;
  const present = fc.constant<Filter>({ kind: 'present', path });
  const equality = fc.constantFrom('eq' as const, 'ne' as const);
  const unassigned = equality.map((operator): Filter => ({ kind: 'compare', path, operator, value: null }));
  if (!compared || compared.type === 'complex') return fc.oneof(present, unassigned);
  const literals = fc.oneof(
    { weight: 9, arbitrary: literal ?? simple[compared.type] },
    ...(compared.type === 'boolean' ? [fc.constant('TRUE')] : []),
  );
  const comparison = fc
    .tuple(fc.constantFrom(...operatorsOf(compared)), literals)
    .map(([operator, value]): Filter => ({ kind: 'compare', path, operator, value }));
  return fc.oneof({ weight: 6, arbitrary: comparison }, present, unassigned);
}

function treeOf(leaf: fc.Arbitrary<Filter>, maxDepth: number): fc.Arbitrary<Filter> {
  const { filter } = fc.letrec<{ filter: Filter }>((tie) => ({
    filter: fc.oneof(
      { maxDepth },
      { weight: 2, arbitrary: leaf },
      fc.record({
        kind: fc.constantFrom('and' as const, 'or' as const),
        terms: fc.array(tie('filter'), { minLength: 2, maxLength: 3 }),
      }),
      fc.record({ kind: fc.constant('not' as const), term: tie('filter') }),
    ),
  }));
  return filter;
}

function elementOf(type: ResourceType, { path, attribute: at, literal }: Place): fc.Arbitrary<Filter> {
  const inner: Place[] =
    at.type === 'complex'
      ? subPlaces(type, at, '')
      : [{ path: 'value', attribute: at, ...(literal ? { literal } : {}) }];
  const leaf = fc.constantFrom(...inner).chain(leafAt);
  return fc.record(
    { kind: fc.constant('element' as const), path: fc.constant(path), filter: treeOf(leaf, 1), sub: leaf },
    { requiredKeys: ['kind', 'path', 'filter'] },
  );
}

/** Filters of a type, as large as one may be; none of them is refused. */
export function filterOf(type: ResourceType): fc.Arbitrary<Filter> {
  const places = placesOf(type);
  const leaf = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...places).chain(leafAt) },
    { weight: 2, arbitrary: fc.constantFrom(...places).chain((place) => elementOf(type, place)) },
    { weight: 1, arbitrary: fc.constantFrom(...commonPlaces).chain(leafAt) },
  );
  return treeOf(leaf, 2).filter((filter) => !isTooMuch(type, filter));
}

function isTooMuch(type: ResourceType, filter: Filter): boolean {
  try {
    checkedFilter(type, filter);
    return false;
  } catch (error) {
    return error instanceof ScimError && error.message.includes('may have 20 comparisons');
  }
}
