import { printExpression, type Surroundings, type Value } from '../expression';
import type { Subject } from '../source/subject';
import type { CompiledAttributeMapping } from './compile-attribute-mapping';
import type { MappedAttribute } from './evaluation';
import type { MappedValue } from './mapped-value';

/** Says how one attribute came to be for one subject: what it was taken from, and what becomes of it. */
export function explainMapping(
  compiled: CompiledAttributeMapping,
  subject: Subject,
  surroundings: Surroundings,
): MappedAttribute {
  const { target, tree, sources, redacted } = compiled;
  const mapped = compiled.map(subject, surroundings);
  const value = mapped.kind === 'value' ? mapped.text : null;
  const read = sources.map((source): [string, readonly string[] | 'unknown'] => [
    source.definition.name,
    source.isUnknown(subject) ? 'unknown' : textsOf(source.read(subject)),
  ]);
  return {
    target,
    expression: tree ? printExpression(tree) : '',
    sources: Object.fromEntries(read),
    value: redacted && value !== null ? '[Redact]' : value,
    effect: effectOf(compiled, mapped),
  };
}

function textsOf(value: Value): readonly string[] {
  if (value === null) return [];
  if (Array.isArray(value)) return (value as readonly Value[]).flatMap(textsOf);
  return [typeof value === 'object' ? JSON.stringify(value) : String(value)];
}

const flowing = {
  Always: 'written always',
  ObjectAddOnly: 'written on creation alone',
  AttributeAddOnly: 'written where Samanage has nothing',
  ValueAddOnly: 'written always, never taken away',
  MultiValueAddOnly: 'written always, never taken away',
} as const;

function effectOf({ mapping, defaultText }: CompiledAttributeMapping, mapped: MappedValue): string {
  switch (mapped.kind) {
    case 'ignore-attribute':
      return 'left out: IgnoreAttributeFlow';
    case 'ignore-object':
      return 'nothing is done for the object: IgnoreObjectFlow';
    case 'failed':
      return `failed: ${mapped.reason}`;
    case 'value':
      return mapped.text === null ? effectOfNull(mapping, defaultText) : flowing[mapping.flowType ?? 'Always'];
  }
}

function effectOfNull(
  { nullPolicy = 'ignore', source }: CompiledAttributeMapping['mapping'],
  defaultText: string | null,
): string {
  if (source === null) return defaultText === null ? 'left alone' : 'default value, where Samanage has nothing';
  if (nullPolicy === 'default' && defaultText !== null) return `no value: the default value "${defaultText}"`;
  const onCreation = defaultText === null ? '' : `; on creation the default value "${defaultText}"`;
  return `${nullPolicy === 'clear' ? 'no value: cleared' : 'no value: left as it is'}${onCreation}`;
}
