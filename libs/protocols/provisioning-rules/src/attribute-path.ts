/** A SCIM resource as the directory service tells it: what is assigned, under the schema's names. */
export type Resource = Readonly<Record<string, unknown>>;

/** All values at a path; none where nothing is assigned. */
export type AttributeReader = (resource: Resource) => readonly unknown[];

type Step = (value: unknown) => unknown;

const coreSchema = 'urn:ietf:params:scim:schemas:core:2.0:user';

const grammar = new RegExp(
  '^(?:(?<schema>urn:.+):)?(?<attribute>[a-z$][\\w$-]*)' +
    '(?:\\[(?<key>[a-z$][\\w$-]*) eq (?:"(?<text>[^"]*)"|(?<flag>true|false))\\])?' +
    '(?:\\.(?<sub>[a-z$][\\w$-]*))?$',
  'i',
);

/** Whether a text is a path that `compilePath` takes. */
export const isAttributePath = (path: string): boolean => grammar.test(path);

/**
 * Compiles a path such as `userName`, `name.givenName`, `emails[type eq "work"].value` or
 * `urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department` to a reader (RFC 7644 §3.10; one equality as
 * filter). Names and the compared value are met in any case; of a multi-valued attribute every element is read.
 *
 * @throws Error for a text that is no such path
 */
export function compilePath(path: string): AttributeReader {
  const { schema, attribute, key, text, flag, sub } = grammar.exec(path)?.groups ?? {};
  if (!attribute) throw new Error(`${JSON.stringify(path)} is not an attribute path`);
  const holder: Step = schema && schema.toLowerCase() !== coreSchema ? member(schema) : (resource) => resource;
  const read = member(attribute);
  const wanted = key ? equality(key, text ?? flag ?? '') : undefined;
  const pick = sub ? member(sub) : undefined;
  return (resource) => {
    const elements = listOf(read(holder(resource)));
    const chosen = wanted ? elements.filter(wanted) : elements;
    return pick ? chosen.map(pick) : chosen;
  };
}

const none: readonly unknown[] = [];

function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return value === undefined || value === null ? none : [value];
}

/** Azure AD writes `primary eq "True"` where the schema has a boolean, so values are compared as texts. */
function equality(key: string, wanted: string): (element: unknown) => boolean {
  const read = member(key);
  const folded = wanted.toLowerCase();
  return (element) => String(read(element)).toLowerCase() === folded;
}

function member(name: string): Step {
  const folded = name.toLowerCase();
  return (holder) => {
    if (typeof holder !== 'object' || holder === null) return undefined;
    const members = holder as Record<string, unknown>;
    if (Object.hasOwn(members, name)) return members[name];
    for (const key in members) {
      if (key.length === name.length && key.toLowerCase() === folded) return members[key];
    }
    return undefined;
  };
}
