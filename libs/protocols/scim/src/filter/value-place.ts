import type { Resource, Value } from '../resource/resource';
import type { Attribute, ResourceType } from '../schema/attribute';
import { type AttributePath, findSubAttribute, resolvePath, spell } from '../schema/attribute-path';

/** One name on the way to a value; behind a multi-valued one the way goes on from each of its elements. */
export interface Step {
  readonly name: string;
  readonly multiValued: boolean;
}

/** Where values are that a filter asks for. */
export interface ValuePlace {
  /** From the resource to the values, in the schema's spelling: `emails.value`. */
  readonly path: string;
  /** The path without its sub-attribute: `emails`. */
  readonly holder: string;
  /** The way from where the filter stands: from the resource, or from an element for what stands in brackets. */
  readonly steps: readonly Step[];
  /** What the values are. */
  readonly attribute: Attribute;
  /** Whether nobody may see them (`returned` is `never`). */
  readonly isHidden: boolean;
}

/** Finds what a path means where it stands; undefined for what no schema knows. */
export type Scope = (path: string) => ValuePlace | undefined;

/** The scope of a whole resource. */
export const resourceScope =
  (type: ResourceType): Scope =>
  (text) => {
    const path = resolvePath(type, text);
    return path && placeOf(path);
  };

function placeOf(path: AttributePath): ValuePlace {
  const { extension, attribute, subAttribute } = path;
  const holder = spell({ ...path, subAttribute: undefined });
  const steps = [...(extension ? [{ name: extension, multiValued: false }] : []), stepTo(attribute)];
  const place = { path: holder, holder, steps, attribute, isHidden: attribute.returned === 'never' };
  return subAttribute ? subPlace(place, subAttribute) : place;
}

const stepTo = ({ name, multiValued }: Attribute): Step => ({ name, multiValued });

const subPlace = (place: ValuePlace, sub: Attribute): ValuePlace => ({
  ...place,
  path: `${place.path}.${sub.name}`,
  steps: [...place.steps, stepTo(sub)],
  attribute: sub,
  isHidden: place.isHidden || sub.returned === 'never',
});

/** The scope of what stands in brackets behind a place. A simple element is its own `value`. */
export const elementScope =
  (place: ValuePlace): Scope =>
  (name) => {
    const sub = findSubAttribute(place.attribute, name);
    if (sub) return subPlace(place, sub);
    return place.attribute.type !== 'complex' && name.toLowerCase() === 'value' ? place : undefined;
  };

/** The place of an element as it is seen from the element itself. */
export const ownPlace = (place: ValuePlace): ValuePlace => ({ ...place, steps: [] });

/** The place of the elements of an attribute, of which one is at hand. */
export const elementPlace = (attribute: Attribute): ValuePlace =>
  ownPlace(placeOf({ extension: undefined, attribute, subAttribute: undefined }));

/** A complex attribute is compared by its `value`; undefined where it has none. */
export function comparedPlace(place: ValuePlace): ValuePlace | undefined {
  if (place.attribute.type !== 'complex') return place;
  const value = findSubAttribute(place.attribute, 'value');
  return value && subPlace(place, value);
}

/** The values at the end of a way, one by one. */
export function valuesAt(steps: readonly Step[], from: Value): readonly Value[] {
  let values: readonly Value[] = [from];
  for (const { name, multiValued } of steps) {
    values = values.flatMap((value) => {
      const next = isComplex(value) && Object.hasOwn(value, name) ? value[name] : undefined;
      if (next === undefined) return [];
      return multiValued && isList(next) ? next : [next];
    });
  }
  return values;
}

const isList = (value: Value): value is readonly Value[] => Array.isArray(value);
const isComplex = (value: Value): value is Resource => typeof value === 'object' && value !== null && !isList(value);
