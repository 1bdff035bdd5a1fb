/** Adds a parameter to the statement and says how it is written there: `$3`. */
export type Bind = (value: string) => string;

/**
 * Where, in SQL, is what a filter asks for. All of it is SQL of the service's own; what a request says is bound. Columns
 * are named with their table, and no table is called `unpacked`, `e1`, `e2` and so on.
 */
export interface FilterColumns {
  /** The resource: jsonb. */
  readonly resource: string;
  /** uuid or text. */
  readonly id: string;
  /** timestamptz, or the text that it was written as. */
  readonly created: string;
  readonly lastModified: string;
  /** `meta.version` as it is answered, a text; it cannot be filtered by where it is left out. */
  readonly version?: string;
  /** Attributes whose values are kept apart from the resource, by their path: `members`. */
  readonly apart?: Readonly<Record<string, ValueRows>>;
  /** Attributes whose values are computed, by their path: `groups`. */
  readonly derived?: Readonly<Record<string, ValueRows>>;
}

/** Values of an attribute, one row a value. */
export interface ValueRows {
  /** What stands behind FROM: `group_member_v1 AS m`. */
  readonly from: string;
  /** Which rows are the resource's: `m.group_id = r.id AND NOT m.departed`. */
  readonly where: string;
  /** Sub-attributes, each a text: `{ value: 'm.member' }`; one that is left out cannot be filtered by. */
  readonly values: Readonly<Record<string, string>>;
}

/** Something at hand in SQL that a filter asks about. */
export type Operand =
  /** `value` is the jsonb, `text` the same as text where it is simple. */
  | { readonly kind: 'json'; readonly value: string; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'time'; readonly time: string }
  /** A complex value that is there; `member` gives its sub-attributes, undefined for what cannot be asked. */
  | { readonly kind: 'complex'; readonly member: (name: string) => Operand | undefined };

const textOperand = (expression: string): Operand => ({ kind: 'text', text: `(${expression})::text` });
const timeOperand = (expression: string): Operand => ({ kind: 'time', time: `(${expression})::timestamptz` });

/** A row that holds a value. */
export const rowOperand = ({ values }: ValueRows): Operand => ({
  kind: 'complex',
  member: (name) => (Object.hasOwn(values, name) ? textOperand(values[name] as string) : undefined),
});

/**
 * What the server itself knows of a resource, by attribute (RFC 7643 §3.1); no schema has these names.
 *
 * @param resourceType gives the SQL of the type's name when it is asked for
 */
export function serverOperand(name: string, columns: FilterColumns, resourceType: () => string): Operand | undefined {
  if (name === 'id') return textOperand(columns.id);
  if (name !== 'meta') return undefined;
  const { created, lastModified, version } = columns;
  const members: ReadonlyMap<string, () => Operand> = new Map([
    ['resourceType', () => textOperand(resourceType())],
    ['created', () => timeOperand(created)],
    ['lastModified', () => timeOperand(lastModified)],
    ...(version === undefined ? [] : ([['version', () => textOperand(version)]] as const)),
  ]);
  return { kind: 'complex', member: (sub) => members.get(sub)?.() };
}

/** Whether an attribute is one that the server itself knows. */
export const isServers = (name: string): boolean => name === 'id' || name === 'meta';
