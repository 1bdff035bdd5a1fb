import {
  type CompiledExpression,
  compileExpression,
  type Expression,
  functionDefinitions,
  type Result,
  type Surroundings,
} from '../expression';
import { type AttributeMapping, roleInDefault } from '../schema';
import { compileSourceAttribute, type CompiledSource } from '../source';
import type { Subject } from '../source/subject';
import type { SourceObject } from '../schema/read-source';
import { type MappedValue, mappedValue } from './mapped-value';

/** A mapping made ready to be evaluated many times. */
export interface CompiledAttributeMapping {
  readonly mapping: AttributeMapping;
  readonly target: string;
  /** The default value as the target holds it; null where there is none. */
  readonly defaultText: string | null;
  /** Whatever it comes to is shown in no log. */
  readonly redacted: boolean;
  /** It draws on chance. */
  readonly seeded: boolean;
  /** Undefined for the mapping type *None*. */
  readonly tree: Expression | undefined;
  readonly sources: readonly CompiledSource[];
  readonly map: (subject: Subject, surroundings: Surroundings) => MappedValue;
}

const drawing: readonly string[] = ['Guid', 'RandomString'];

/** Compiles a mapping of a schema that has been read; `tree` is its source, undefined for the mapping type *None*. */
export function compileAttributeMapping(
  mapping: AttributeMapping,
  tree: Expression | undefined,
  { object, own }: SourceObject,
): CompiledAttributeMapping {
  const { sources, evaluate, functions } = compileTree(tree, { object, own });
  const { targetAttributeName: target } = mapping;
  const accepts = target === 'email' ? mailbox : asItIs;
  return {
    mapping,
    target,
    defaultText: defaultOf(mapping),
    redacted: functions.includes('Redact'),
    seeded: functions.some((name) => drawing.includes(name)),
    tree,
    sources,
    map: (subject, surroundings) => accepts(mappedValue(mapping, () => evaluate(subject, surroundings))),
  };
}

const nothing = { sources: [], functions: [], evaluate: (): Result => null };

function compileTree(
  tree: Expression | undefined,
  { object, own }: SourceObject,
): { sources: readonly CompiledSource[] } & Pick<CompiledExpression, 'evaluate' | 'functions'> {
  if (!tree) return nothing;
  const sources: CompiledSource[] = [];
  const attribute = (name: string) => {
    const source = compileSourceAttribute(object, name, own);
    if (!source) throw new Error(`${object} has no source attribute ${name}, and the schema was read`);
    sources.push(source);
    return source.read;
  };
  return { ...compileExpression(tree, { functions: functionDefinitions, attribute }), sources };
}

function defaultOf({ targetAttributeName, defaultValue }: AttributeMapping): string | null {
  if (defaultValue === undefined || defaultValue === null || defaultValue === '') return null;
  return targetAttributeName === 'role' ? (roleInDefault(defaultValue) ?? null) : defaultValue;
}

const asItIs = (mapped: MappedValue): MappedValue => mapped;

/** What no mail can be sent to counts as no address. */
const mailbox = (mapped: MappedValue): MappedValue =>
  mapped.kind === 'value' && mapped.text !== null && !isMailbox(mapped.text) ? { kind: 'value', text: null } : mapped;

/**
 * Whether mail can be sent to a text. A user principal name mostly says where, but not for a guest: Azure AD spells
 * the guest `brian@fabrikam.com` as `brian_fabrikam.com#EXT#@contoso.onmicrosoft.com`, which is nobody's mailbox.
 */
export function isMailbox(text: string): boolean {
  return /^[^\s@]+@[^\s@]+$/.test(text) && !/#EXT#@/i.test(text);
}
