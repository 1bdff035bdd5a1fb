import type { Resource } from './attribute-path';
import type { AttributeMapping, MappingSource } from './rule-set';
import { type Account, accountMembers } from './samanage-account';
import { compileSourceAttribute } from './source-attribute';

/** A member's value, and what it was taken from: an attribute path, `constant`, `default value` or `nothing`. */
export interface MappedValue {
  readonly value: string | null;
  readonly source: string;
}

export interface CompiledMapping {
  readonly target: keyof Account;
  readonly matching: boolean;
  readonly map: (resource: Resource) => MappedValue;
}

/** Compiles one mapping of a rule set without findings. */
export function compileMapping(mapping: AttributeMapping): CompiledMapping {
  const target = mapping.target as keyof Account;
  const otherwise: MappedValue =
    mapping.defaultValue === undefined
      ? { value: null, source: 'nothing' }
      : { value: mapping.defaultValue, source: 'default value' };
  const find = compileSource(mapping.source, accountMembers[target].accepts ?? (() => true));
  return {
    target,
    matching: mapping.matchingPriority !== undefined,
    map: (resource) => find(resource) ?? otherwise,
  };
}

type Find = (resource: Resource) => MappedValue | undefined;

/** Finds the first text that the target can hold; of a multi-valued attribute that is its first such value. */
function compileSource(source: MappingSource, accepts: (text: string) => boolean): Find {
  if (source.type === 'constant') {
    const constant = { value: source.value, source: 'constant' };
    return () => constant;
  }
  const paths = source.type === 'direct' ? [source.attribute] : source.attributes;
  const candidates = paths.map((path) => ({ path, read: compileSourceAttribute(path) }));
  return (resource) => {
    for (const { path, read } of candidates) {
      const value = read(resource).find(accepts);
      if (value !== undefined) return { value, source: path };
    }
    return undefined;
  };
}
