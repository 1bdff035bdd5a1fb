import { plainText } from './plain-text';
import type { Resource } from './resource';

/**
 * What stands at a path: a value, or where the attribute is multi-valued a list of them. Undefined or null is nothing, in
 * the list as well.
 */
export type PathReader = (resource: Resource) => unknown;

type Step = (value: unknown) => unknown;

/** What a path may name although its attributes stand in the resource itself (RFC 7643 §3). */
const coreSchema = /^urn:ietf:params:scim:schemas:core:2\.0:(?:user|group)$/i;

const grammar = new RegExp(
  '^(?:(?<schema>urn:.+):)?(?<attribute>[a-z$][\\w$-]*)' +
    '(?:\\[(?<key>[a-z$][\\w$-]*) eq (?:"(?<text>[^"]*)"|(?<flag>true|false))\\])?' +
    '(?:\\.(?<sub>[a-z$][\\w$-]*))?$',
  'i',
);

/** Whether a text is a path that `compileScimPath` takes. */
export const isScimPath = (path: string): boolean => grammar.test(path);

/**
 * Compiles a path such as `userName`, `name.givenName`, `emails[type eq "work"].value` or
 * `urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department` to a reader (RFC 7644 §3.10; one equality as
 * filter). Names and the compared value are met in any case; of a multi-valued attribute every element is read.
 *
 * @throws Error for a text that is no such path
 */
export function compileScimPath(path: string): PathReader {
  const { schema, attribute, key, wanted, sub } = parse(path);
  const read = schema ? chain(member(schema), member(attribute)) : member(attribute);
  const chosen = key ? equality(key, wanted) : undefined;
  const pick = sub ? member(sub) : undefined;
  if (!chosen) return pick ? chain(read, eachOf(pick)) : read;
  const take: Step = (element) => (chosen(element) ? (pick ? pick(element) : element) : undefined);
  return chain(read, eachOf(take));
}

const chain =
  (first: Step, second: Step): Step =>
  (value) =>
    second(first(value));

const eachOf =
  (step: Step): Step =>
  (value) =>
    Array.isArray(value) ? value.map(step) : step(value);

function parse(path: string) {
  const { schema, attribute, key, text, flag, sub } = grammar.exec(path)?.groups ?? {};
  if (!attribute) throw new Error(`${JSON.stringify(path)} is not an attribute path`);
  const extension = schema && coreSchema.test(schema) ? undefined : schema;
  return { schema: extension, attribute, key, wanted: text ?? flag ?? '', sub };
}

/** Azure AD writes `primary eq "True"` where the schema has a boolean, so values are compared as texts. */
function equality(key: string, wanted: string): (element: unknown) => boolean {
  const read = member(key);
  const folded = wanted.toLowerCase();
  return (element) => {
    const text = plainText(read(element));
    return text === folded || (text.length === folded.length && text.toLowerCase() === folded);
  };
}

function member(name: string): Step {
  const folded = name.toLowerCase();
  const isInherited = name in Object.prototype;
  return (holder) => {
    if (typeof holder !== 'object' || holder === null) return undefined;
    const members = holder as Record<string, unknown>;
    const exact = isInherited && !Object.hasOwn(members, name) ? undefined : members[name];
    return exact === undefined ? memberInAnyCase(members, folded) : exact;
  };
}

function memberInAnyCase(members: Record<string, unknown>, folded: string): unknown {
  for (const name in members) {
    if (name.length === folded.length && name.toLowerCase() === folded) return members[name];
  }
  return undefined;
}
