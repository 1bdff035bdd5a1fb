import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileExpression } from './compile-expression';
import type { Expression } from './expression';
import { functionDefinitions as functions } from './functions';
import { fromMappingSource, toMappingSource } from './mapping-source';
import { parseExpression } from './parse-expression';
import { printExpression } from './print-expression';
import { FlowSignal, type Result, type Value } from './value';

/** One line of `expression-vectors.jsonl` (entra-provisioning.md §4.9). */
interface Vector {
  readonly e: string;
  readonly in?: Readonly<Record<string, Value>>;
  readonly now?: string;
  readonly out: Value | { readonly ignore: true };
}

const vectors = readFileSync(join(__dirname, 'expression-vectors.jsonl'), 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as Vector);

function evaluate(tree: Expression, { in: attributes = {}, now = '2025-07-30T00:00:00Z' }: Vector): Result {
  const attribute = (name: string) => (): Value => attributes[name] ?? null;
  const subject = { resource: {}, memberOf: [], entitled: true };
  const surroundings = { now, seed: 'vectors', defaultDomain: null };
  return compileExpression(tree, { functions, attribute }).evaluate(subject, surroundings);
}

/** As the vectors tell it: numbers may be texts of digits, signals have their own spelling. */
function told(result: Result, { out }: Vector): unknown {
  if (result === FlowSignal.ignoreAttribute) return { ignore: true };
  if (result === FlowSignal.ignoreObject) return 'IgnoreObjectFlow';
  return typeof out === 'number' && typeof result === 'string' ? Number(result) : result;
}

describe('the verified vectors', () => {
  it('are all there', () => {
    expect(vectors).toHaveLength(80);
  });

  it.each(vectors.map((vector) => [vector.e, JSON.stringify(vector.in ?? {}), vector] as const))(
    '%s of %s',
    (text, _, vector) => {
      const tree = parseExpression(text, functions);
      const printed = parseExpression(printExpression(tree), functions);
      const kept = fromMappingSource(toMappingSource(tree, functions), functions);
      for (const each of [tree, printed, kept]) expect(told(evaluate(each, vector), vector)).toEqual(vector.out);
    },
  );
});
