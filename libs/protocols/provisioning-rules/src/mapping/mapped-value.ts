import { EvaluationFailed, FlowSignal, type Result, type Value } from '../expression';
import type { AttributeMapping } from '../schema';

/** What an attribute mapping came to for one subject. */
export type MappedValue =
  /** `text` null: there is no value. */
  | { readonly kind: 'value'; readonly text: string | null }
  | { readonly kind: 'ignore-attribute' }
  | { readonly kind: 'ignore-object' }
  | {
      readonly kind: 'failed';
      readonly code: 'SchemaPropertyCanOnlyAcceptValue' | 'ExpressionEvaluationFailed';
      readonly reason: string;
    };

const nothing: MappedValue = { kind: 'value', text: null };
const ignoreAttribute: MappedValue = { kind: 'ignore-attribute' };
const ignoreObject: MappedValue = { kind: 'ignore-object' };

/**
 * Evaluates a mapping and makes one text of what it comes to; several values do not fit into a member of Samanage's
 * (entra-provisioning.md §3.2). An app role is told by its name.
 */
export function mappedValue({ targetAttributeName: target }: AttributeMapping, evaluate: () => Result): MappedValue {
  try {
    const result = evaluate();
    if (result instanceof FlowSignal) return result === FlowSignal.ignoreObject ? ignoreObject : ignoreAttribute;
    return singleText(target, result);
  } catch (error) {
    if (!(error instanceof EvaluationFailed)) throw error;
    return { kind: 'failed', code: 'ExpressionEvaluationFailed', reason: `${target}: ${error.message}` };
  }
}

function singleText(target: string, value: Value): MappedValue {
  if (value === null) return nothing;
  if (typeof value === 'string') return { kind: 'value', text: value };
  if (typeof value === 'number') return { kind: 'value', text: String(value) };
  if (!Array.isArray(value)) return { kind: 'value', text: nameOf(value as Readonly<Record<string, unknown>>) };
  const values = value as readonly Value[];
  if (values.length === 0) return nothing;
  if (values.length === 1 || target === 'role') return singleText(target, primaryOf(values));
  const reason = `${target} takes one value, and the mapping comes to ${values.length}`;
  return { kind: 'failed', code: 'SchemaPropertyCanOnlyAcceptValue', reason };
}

/** Of several roles an account can have one: the primary, else the first (entra-provisioning.md §3.4). */
function primaryOf(values: readonly Value[]): Value {
  const isPrimary = (value: Value) =>
    typeof value === 'object' && value !== null && 'primary' in value && value.primary === true;
  return values.find(isPrimary) ?? values[0] ?? null;
}

function nameOf(complex: Readonly<Record<string, unknown>>): string | null {
  const name = complex['value'] ?? complex['displayName'] ?? complex['display'];
  return typeof name === 'string' && name !== '' ? name : null;
}
