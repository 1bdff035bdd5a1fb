import { badRequest } from '../scim-error';
import type { Attribute, ResourceType } from '../schema/attribute';
import { type AttributePath, extensionNamed, resolvePath } from '../schema/attribute-path';

/** Which attributes a client asked for, as comma-separated paths (RFC 7644 §3.9). */
export interface AskedAttributes {
  readonly attributes?: string | undefined;
  readonly excludedAttributes?: string | undefined;
}

/** Which attributes an answer shows. */
export interface Projection {
  /** Whether an attribute, or one of its sub-attributes, is to be shown. */
  shows(attribute: Attribute, sub?: Attribute, extension?: string): boolean;
}

const mostPaths = 500;

/**
 * Decides what an answer shows, by the `returned` characteristic and what was asked for.
 *
 * @param written paths that the request itself set: an attribute that is returned on request is shown in the answer to
 *   the write that set it (RFC 7643 §2.2)
 * @throws ScimError `invalidValue` when both `attributes` and `excludedAttributes` are given, or too many paths
 */
export function projectionOf(
  type: ResourceType,
  { attributes, excludedAttributes }: AskedAttributes,
  written: readonly string[] = [],
): Projection {
  if (attributes !== undefined && excludedAttributes !== undefined) {
    throw badRequest('invalidValue', '"attributes" and "excludedAttributes" exclude each other.');
  }
  if (attributes !== undefined) {
    const asked = pathsIn(type, attributes.split(','));
    return { shows: (...at) => always(at) || (!never(at) && asked.some((path) => covers(path, at))) };
  }
  const excluded = pathsIn(type, excludedAttributes?.split(',') ?? []);
  let set: AttributePath[] | undefined;
  return {
    shows: (...at) => {
      if (always(at) || never(at)) return always(at);
      if (excluded.some((path) => names(path, at))) return false;
      return returnedOf(at) !== 'request' || (set ??= pathsIn(type, written)).some((path) => sets(path, at));
    },
  };
}

type At = Parameters<Projection['shows']>;

const returnedOf = ([attribute, sub]: At): Attribute['returned'] => (sub ?? attribute).returned;
const always = (at: At): boolean => returnedOf(at) === 'always';
const never = (at: At): boolean => returnedOf(at) === 'never';

function pathsIn(type: ResourceType, list: readonly string[]): AttributePath[] {
  if (list.length > mostPaths) throw badRequest('invalidValue', `A request may name ${mostPaths} attributes.`);
  // Some ask for the values that a filter selects; they get the attribute.
  return list.flatMap((text) => pathsOf(type, text.replace(/\[.*\]/s, '').trim()));
}

/** A path, or all that is under the URN of an extension. */
function pathsOf(type: ResourceType, text: string): readonly AttributePath[] {
  const extension = extensionNamed(type, text);
  if (!extension) return [resolvePath(type, text) ?? []].flat();
  return extension.attributes.map((attribute) => ({
    extension: extension.id,
    attribute,
    subAttribute: undefined,
  }));
}

/** An attribute that was asked for brings its sub-attributes; a sub-attribute brings what it is in. */
function covers(path: AttributePath, [attribute, sub, extension]: At): boolean {
  if (path.attribute !== attribute || path.extension !== extension) return false;
  if (sub === undefined || path.subAttribute === sub) return true;
  return path.subAttribute === undefined && sub.returned !== 'request';
}

/** A write that set an attribute as a whole may have set any part of it. */
const sets = (path: AttributePath, [attribute, sub, extension]: At): boolean =>
  path.attribute === attribute &&
  path.extension === extension &&
  (sub === undefined || path.subAttribute === undefined || path.subAttribute === sub);

const names = (path: AttributePath, [attribute, sub, extension]: At): boolean =>
  path.attribute === attribute && path.extension === extension && path.subAttribute === sub;
