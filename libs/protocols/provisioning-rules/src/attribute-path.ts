import { textOf } from './text-of';

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
  const { schema, attribute, key, wanted, sub } = parse(path);
  const holder: Step = schema ? member(schema) : (resource) => resource;
  const read = member(attribute);
  const chosen = key ? equality(key, wanted) : undefined;
  const pick = sub ? member(sub) : undefined;
  return (resource) => {
    const all = listOf(read(holder(resource)));
    const elements = chosen ? all.filter(chosen) : all;
    return pick ? elements.map(pick) : elements;
  };
}

function parse(path: string) {
  const { schema, attribute, key, text, flag, sub } = grammar.exec(path)?.groups ?? {};
  if (!attribute) throw new Error(`${JSON.stringify(path)} is not an attribute path`);
  const extension = schema?.toLowerCase() === coreSchema ? undefined : schema;
  return { schema: extension, attribute, key, wanted: text ?? flag ?? '', sub };
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
  return (element) => textOf(read(element)).toLowerCase() === folded;
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
