import { type Call, type Expression, type FunctionDefinition, functionDefinitions } from '../expression';
import { compileSourceAttribute } from '../source';
import { partsOf } from './parts-of';
import { readSource, type SourceObject } from './read-source';
import { type TargetAttribute, targetAttributeOf } from './samanage-target';
import type { AttributeMapping } from './synchronization-schema';

export type FlowType = FunctionDefinition['returns'];

/** An attribute mapping with what its source brings and what its target takes. */
export interface Flow {
  readonly mapping: AttributeMapping;
  readonly object: 'User' | 'Group';
  readonly path: string;
  /** Undefined where there is no source, and where it cannot be read. */
  readonly tree: Expression | undefined;
  readonly parts: readonly Expression[];
  /** Its text says something else than its parameters. */
  readonly contradictory: boolean;
  /** Undefined for what is no attribute of Samanage's. */
  readonly target: TargetAttribute | undefined;
  readonly type: FlowType;
  readonly multivalued: boolean;
}

/** Looks at a mapping of a schema that has been read. */
export function flowOf(mapping: AttributeMapping, path: string, subject: SourceObject): Flow {
  const { tree, contradictory = false } = mapping.source ? readSource(mapping.source, subject) : {};
  return {
    mapping,
    object: subject.object,
    path,
    tree,
    parts: tree ? partsOf(tree) : [],
    contradictory,
    target: targetAttributeOf(subject.object, mapping.targetAttributeName),
    ...broughtBy(tree, subject),
  };
}

interface Brought {
  readonly type: FlowType;
  readonly multivalued: boolean;
}

const anything: Brought = { type: 'Any', multivalued: false };

function broughtBy(tree: Expression | undefined, subject: SourceObject): Brought {
  switch (tree?.kind) {
    case 'constant':
      return { type: 'String', multivalued: false };
    case 'comparison':
      return { type: 'Boolean', multivalued: false };
    case 'attribute':
      return broughtByAttribute(tree.name, subject);
    case 'call':
      return broughtByCall(tree, subject);
    default:
      return anything;
  }
}

function broughtByAttribute(name: string, { object, own }: SourceObject): Brought {
  const source = compileSourceAttribute(object, name, own);
  if (!source?.declared) return anything;
  const { type, multivalued = false } = source.definition;
  return { type, multivalued };
}

function broughtByCall(call: Call, subject: SourceObject): Brought {
  const definition = functionDefinitions.get(call.name);
  if (!definition) return anything;
  const { multivalued = false, returns } = definition;
  if (multivalued !== 'as-source') return { type: returns, multivalued };
  return { type: returns, multivalued: broughtBy(call.arguments[0], subject).multivalued };
}

/** Whether a mapping reads an attribute, be it within an expression. */
export const reads = ({ parts }: Flow, name: string): boolean =>
  parts.some((part) => part.kind === 'attribute' && part.name === name);

/** Names of the functions that a mapping calls, each once. */
export const callsOf = ({ parts }: Flow): readonly string[] => [
  ...new Set(parts.flatMap((part) => (part.kind === 'call' ? part.name : []))),
];
