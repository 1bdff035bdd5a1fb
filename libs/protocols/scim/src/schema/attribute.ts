/** The characteristics of an attribute (RFC 7643 §2.2, §7); they decide validation, PATCH, filtering and projection. */
export interface Attribute {
  readonly name: string;
  readonly type: 'string' | 'boolean' | 'decimal' | 'integer' | 'dateTime' | 'reference' | 'binary' | 'complex';
  readonly multiValued: boolean;
  readonly required: boolean;
  readonly caseExact: boolean;
  readonly mutability: 'readWrite' | 'readOnly' | 'immutable' | 'writeOnly';
  readonly returned: 'default' | 'always' | 'never' | 'request';
  readonly uniqueness: 'none' | 'server' | 'global';
  readonly canonicalValues: readonly string[];
  readonly referenceTypes: readonly string[];
  readonly subAttributes: readonly Attribute[];
  readonly description: string;
}

/** A schema: attributes under a URN. */
export interface Schema {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly attributes: readonly Attribute[];
}

/** A kind of resource: its endpoint, its schema and what may extend it (RFC 7643 §6). */
export interface ResourceType {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly endpoint: string;
  readonly schema: Schema;
  readonly schemaExtensions: readonly { readonly schema: Schema; readonly required: boolean }[];
  /** Paths that resources are looked up by through an index, in the schema's spelling: `userName`, `emails.value`. */
  readonly lookups: readonly string[];
  /**
   * The multi-valued attribute whose values are kept apart from the resource, one row a value, because there may be
   * tens of thousands; null where there is none.
   */
  readonly apart: string | null;
  /** The read-only attribute that tells which groups a resource is in; null where there is none. */
  readonly memberOf: string | null;
  /** What attributes of the schema have where a client leaves them unassigned (RFC 7644 §3.5.1). */
  readonly defaults?: Readonly<Record<string, boolean>>;
}

/** An attribute with the RFC's defaults: a single readWrite string that may be left out. */
export function attribute(name: string, characteristics: Partial<Omit<Attribute, 'name'>> = {}): Attribute {
  return {
    name,
    type: characteristics.subAttributes ? 'complex' : 'string',
    multiValued: false,
    required: false,
    caseExact: false,
    mutability: 'readWrite',
    returned: 'default',
    uniqueness: 'none',
    canonicalValues: [],
    referenceTypes: [],
    subAttributes: [],
    description: '',
    ...characteristics,
  };
}

const byName = new WeakMap<readonly Attribute[], ReadonlyMap<string, Attribute>>();

/** The attribute of a list with this name in any letter case. */
export function findAttribute(attributes: readonly Attribute[], name: string): Attribute | undefined {
  const known = byName.get(attributes) ?? new Map(attributes.map((each) => [each.name.toLowerCase(), each]));
  byName.set(attributes, known);
  return known.get(name.toLowerCase());
}
