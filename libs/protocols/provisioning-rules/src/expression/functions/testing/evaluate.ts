import { compileExpression } from '../../compile-expression';
import { EvaluationFailed } from '../../expression-error';
import type { Surroundings } from '../../function-definition';
import { parseExpression } from '../../parse-expression';
import type { Result, Value } from '../../value';
import { functionDefinitions as functions } from '../index';

const usual: Surroundings = { now: '2025-07-30T00:00:00Z', seed: 'examples', defaultDomain: 'contoso.com' };

export type Attributes = Readonly<Record<string, Value>>;

/** What an expression comes to for someone with these attributes. @throws what evaluating it throws */
export function evaluate(text: string, attributes: Attributes = {}, surroundings: Partial<Surroundings> = {}): Result {
  const attribute = (name: string) => () => attributes[name] ?? null;
  const compiled = compileExpression(parseExpression(text, functions), { functions, attribute });
  return compiled.evaluate({ resource: {}, memberOf: [], entitled: true }, { ...usual, ...surroundings });
}

/** The message with which it fails for someone with these attributes. */
export function failureOf(text: string, attributes: Attributes = {}, surroundings: Partial<Surroundings> = {}): string {
  try {
    return `came to ${JSON.stringify(evaluate(text, attributes, surroundings))}`;
  } catch (error) {
    if (error instanceof EvaluationFailed) return error.message;
    throw error;
  }
}
