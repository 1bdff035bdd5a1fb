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
  readonly endpoint: string;
  readonly schema: Schema;
  readonly schemaExtensions: readonly { readonly schema: Schema; readonly required: boolean }[];
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
    ...characteristics,
  };
}

/** The attribute of a list with this name in any letter case. */
export function findAttribute(attributes: readonly Attribute[], name: string): Attribute | undefined {
  const folded = name.toLowerCase();
  return attributes.find((each) => each.name.toLowerCase() === folded);
}
