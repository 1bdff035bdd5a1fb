import type { Attribute, AttributePath } from '@waybill/scim';
import type { PlaceInOrder, ResourceOrder } from '../../domain/resources/directory-resource';
import type { Bind } from './filter-columns';
import { instantOfText } from './filter-instants';

/** An order as SQL: what is sorted by, the ORDER BY, and what comes behind a place. */
export interface SortSql {
  /** Told with each row, so that the next page can begin behind it; a text, null where the value is missing. */
  readonly sorted: string;
  readonly orderBy: string;
  behind(place: PlaceInOrder): string;
}

const byId: Omit<SortSql, 'behind'> = { sorted: 'NULL::text', orderBy: 'd.id' };

/**
 * The order of a list: by an attribute and then by id, or by id alone, so that it is total (RFC 7644 §3.4.2.3). Missing
 * values come last ascending, and first descending.
 *
 * @param bind called once for each parameter, with a text
 */
export function sortSql(order: ResourceOrder | undefined, bind: Bind): SortSql {
  if (!order) return { ...byId, behind: ({ id }) => `d.id > ${bind(id)}::uuid` };
  const { value, type } = sortedValue(order.path, bind);
  const direction = order.descending ? 'DESC NULLS FIRST' : 'ASC NULLS LAST';
  return {
    sorted: `(${value})::text`,
    orderBy: `${value} ${direction}, d.id`,
    behind: (place) => behind(place, { value, type, descending: order.descending }, bind),
  };
}

interface Sorted {
  readonly value: string;
  readonly type: 'text' | 'numeric' | 'timestamp';
}

function behind(
  { id, sorted }: PlaceInOrder,
  { value, type, descending }: Sorted & { readonly descending: boolean },
  bind: Bind,
): string {
  const after = `d.id > ${bind(id)}::uuid`;
  if (sorted === null) return descending ? `(${value} IS NOT NULL OR ${after})` : `(${value} IS NULL AND ${after})`;
  const last = `${bind(sorted)}::text${type === 'text' ? '' : `::${type}`}`;
  const further = descending ? `${value} < ${last}` : `(${value} > ${last} OR ${value} IS NULL)`;
  return `(${further} OR (${value} = ${last} AND ${after}))`;
}

/** The value that stands for a resource: of several the primary one, else the first (RFC 7644 §3.4.2.3). */
function sortedValue({ extension, attribute, subAttribute }: AttributePath, bind: Bind): Sorted {
  if (attribute.name === 'id') return { value: 'd.id::text COLLATE "C"', type: 'text' };
  if (attribute.name === 'meta') return metaValue(subAttribute?.name);
  const holder = `s.state->'resource'${extension ? `->${bind(extension)}::text` : ''}`;
  const whole = `(${holder}->${bind(attribute.name)}::text)`;
  const one = attribute.multiValued ? chosen(whole) : whole;
  const sub = subAttribute ?? attribute.subAttributes.find(({ name }) => name === 'value');
  return sub ? comparable(`(${one}->${bind(sub.name)}::text)`, sub) : comparable(one, attribute);
}

function metaValue(name = ''): Sorted {
  switch (name) {
    case 'created':
    case 'lastModified':
      return { value: `(s.state->>'${name}')::timestamptz AT TIME ZONE 'UTC'`, type: 'timestamp' };
    case 'version':
      return { value: 's.version::numeric', type: 'numeric' };
    case 'location':
      // Addresses of one type differ in the id.
      return { value: 'd.id::text COLLATE "C"', type: 'text' };
    default:
      // The resource type is the same for all.
      return { value: 'd.type COLLATE "C"', type: 'text' };
  }
}

const chosen = (list: string): string => `coalesce(
  (SELECT e FROM jsonb_array_elements(CASE jsonb_typeof(${list}) WHEN 'array' THEN ${list} END) e
    WHERE e->'primary' = 'true' LIMIT 1), ${list}->0)`;

/** Characters of a text that it is sorted by: the place behind it stands in a URL. */
const longestSorted = 300;

/** No cast in it can fail, whatever is stored. */
function comparable(value: string, { type, caseExact }: Attribute): Sorted {
  const text = `(${value} #>> '{}')`;
  if (type === 'integer' || type === 'decimal') {
    return { value: `CASE jsonb_typeof(${value}) WHEN 'number' THEN ${text}::numeric END`, type: 'numeric' };
  }
  if (type === 'dateTime') return { value: instantOfText(text), type: 'timestamp' };
  const begin = `left(${text}, ${longestSorted})`;
  const folded = caseExact ? begin : `lower(normalize(${begin}) COLLATE "pg_unicode_fast")`;
  return { value: `${folded} COLLATE "C"`, type: 'text' };
}
