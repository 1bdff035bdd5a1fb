import type { Value } from '../expression/value';
import type { BuiltInAttribute } from './built-in-attribute';
import { waybillPath } from './extension-path';
import { groupAttributes } from './group-attributes';
import { type OwnAttribute, sourceDefinitionOf } from './own-attribute';
import { isScimPath } from './scim-path';
import type { SourceAttributeDefinition } from './source-attribute-definition';
import { compilePlace, type Place } from './source-place';
import type { Subject } from './subject';
import { userAttributes } from './user-attributes';

/** A source attribute made ready to be read many times. */
export interface CompiledSource {
  readonly definition: SourceAttributeDefinition;
  /** False where nobody said of which type it is, and whether it has many values: a SCIM path, a directory extension. */
  readonly declared: boolean;
  /** Null where it is absent or blank. */
  readonly read: (subject: Subject) => Value;
  /** Whether SCIM does not tell it of this subject; it reads as null then. */
  readonly isUnknown: (subject: Subject) => boolean;
}

const byName = (attributes: readonly BuiltInAttribute[]): ReadonlyMap<string, BuiltInAttribute> =>
  new Map(attributes.map((each) => [each.name, each]));

const builtIn = { User: byName(userAttributes), Group: byName(groupAttributes) };

/** Directory extensions as Azure AD names them (entra-provisioning.md §3.2). */
const extensionName = /^extension_[\da-z]+_\w+$/i;

/**
 * Compiles a source attribute by its name, as people write it in expressions and scoping filters: one of Azure AD's
 * (case counts), one of the job's own, a directory extension, or a SCIM path.
 *
 * @returns undefined for a name that is none of these
 */
export function compileSourceAttribute(
  object: 'User' | 'Group',
  name: string,
  own: readonly OwnAttribute[],
): CompiledSource | undefined {
  const known = builtIn[object].get(name);
  if (known) return compiled(known, true);
  const ofTheJob = own.find((each) => each.name === name && sourceDefinitionOf(each));
  const definition = ofTheJob && sourceDefinitionOf(ofTheJob);
  if (definition) return compiled(definition, true);
  const path = extensionName.test(name) ? waybillPath(object, name) : name;
  return path !== name || isWrittenAsPath(name)
    ? compiled({ name, type: 'String', readFrom: [path] }, false)
    : undefined;
}

/** The names that `compileSourceAttribute` knows beside extensions and paths, e.g. to suggest one. */
export const sourceNames = (object: 'User' | 'Group', own: readonly OwnAttribute[]): readonly string[] => [
  ...builtIn[object].keys(),
  ...own.filter(sourceDefinitionOf).map(({ name }) => name),
];

const isWrittenAsPath = (name: string): boolean => /[.[]|^urn:/i.test(name) && isScimPath(name);

function compiled(attribute: BuiltInAttribute, declared: boolean): CompiledSource {
  const { name, type, multivalued, readFrom, remark, accepts, computed, isUnknown = never } = attribute;
  const places = readFrom.filter(isScimPath).map((path) => compilePlace(path, type, accepts));
  const definition = { name, type, readFrom, ...(multivalued && { multivalued }), ...(remark && { remark }) };
  const readPlaces = declared && !multivalued ? readOne(places) : readMany(places, declared);
  return { definition, declared, read: computed ?? readPlaces, isUnknown };
}

const never = (): boolean => false;

const readOne =
  (places: readonly Place[]): CompiledSource['read'] =>
  ({ resource }) => {
    for (const { first } of places) {
      const value = first(resource);
      if (value !== null) return value;
    }
    return null;
  };

/** A single value is a list as well where it is known to be one of many. */
const readMany =
  (places: readonly Place[], alwaysList: boolean): CompiledSource['read'] =>
  ({ resource }) => {
    for (const { all } of places) {
      const values = all(resource);
      const [only = null] = values;
      if (values.length > 0) return values.length === 1 && !alwaysList ? only : values;
    }
    return null;
  };
