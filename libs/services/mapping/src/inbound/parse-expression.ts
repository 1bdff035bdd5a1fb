import {
  compileExpression,
  compileSourceAttribute,
  EvaluationFailed,
  type Expression,
  FlowSignal,
  functionDefinitions,
  InvalidExpression,
  parseExpression,
  type Result,
  toMappingSource,
  type Value,
} from '@waybill/provisioning-rules';
import { z } from 'zod';

/** Graph's `parseExpression` request (entra-provisioning.md §3.7). */
export const expressionRequest = z.object({
  expression: z.string(),
  testInputObject: z
    .object({
      definition: z.unknown().optional(),
      properties: z.array(z.object({ key: z.string(), value: z.unknown().optional() })).max(1_000),
    })
    .nullish(),
  targetAttributeDefinition: z.unknown().optional(),
});

type ExpressionRequest = z.infer<typeof expressionRequest>;

/** Parses an expression and evaluates it on the object that was given; what is wrong with it is in the answer. */
export function tryExpression(
  { expression, testInputObject }: ExpressionRequest,
  { now, seed }: { now: string; seed: string },
): object {
  const given = new Map(testInputObject?.properties.map(({ key, value }) => [key, valueOf(value)]));
  let tree: Expression;
  try {
    tree = parseExpression(expression, functionDefinitions);
    const compiled = compileExpression(tree, { functions: functionDefinitions, attribute: readerFor(given, tree) });
    const parsed = { parsingSucceeded: true, parsedExpression: toMappingSource(tree, functionDefinitions) };
    if (!testInputObject) return { ...parsed, evaluationSucceeded: false, evaluationResult: [], error: null };
    return { ...parsed, ...evaluate(() => compiled.evaluate(nobody, { now, seed, defaultDomain: null })) };
  } catch (error) {
    if (!(error instanceof InvalidExpression)) throw error;
    return { ...notParsed, error: publicError('ExpressionParsingFailed', error) };
  }
}

const nobody = { resource: {}, memberOf: [], entitled: true };

const notParsed = {
  parsingSucceeded: false,
  evaluationSucceeded: false,
  evaluationResult: [],
  parsedExpression: null,
};

/** What the object has goes before what a directory user would have; a name that is neither is a mistake. */
function readerFor(given: ReadonlyMap<string, Value>, tree: Expression) {
  return (name: string) => {
    const value = given.get(name);
    if (
      value === undefined &&
      !compileSourceAttribute('User', name, []) &&
      !compileSourceAttribute('Group', name, [])
    ) {
      throw new InvalidExpression([
        { position: positionOf(name, tree), message: `There is no source attribute "${name}"` },
      ]);
    }
    return () => value ?? null;
  };
}

function positionOf(name: string, tree: Expression): number {
  if (tree.kind === 'attribute') return tree.name === name ? tree.position : -1;
  const parts = partsOf(tree);
  return parts.map((part) => positionOf(name, part)).find((position) => position >= 0) ?? -1;
}

function partsOf(tree: Expression): readonly Expression[] {
  if (tree.kind === 'comparison') return [tree.left, tree.right];
  return tree.kind === 'call' ? tree.arguments.filter((part) => part !== undefined) : [];
}

function evaluate(run: () => Result): object {
  try {
    return { evaluationSucceeded: true, evaluationResult: resultTexts(run()), error: null };
  } catch (error) {
    if (!(error instanceof EvaluationFailed)) throw error;
    return {
      evaluationSucceeded: false,
      evaluationResult: [],
      error: publicError('ExpressionEvaluationFailed', error),
    };
  }
}

/** Graph's `publicError`. */
function publicError(code: string, error: InvalidExpression | EvaluationFailed): object {
  const details =
    error instanceof InvalidExpression
      ? error.findings.map(({ message, position }) => ({ code, target: String(position), message }))
      : [{ code, target: error.functionName, message: error.message }];
  return { code, message: error.message, target: 'expression', details };
}

function resultTexts(result: Result): readonly string[] {
  if (result === null) return [];
  if (result instanceof FlowSignal) return [result.name];
  if (Array.isArray(result)) return (result as readonly Value[]).flatMap(resultTexts);
  return [typeof result === 'object' ? JSON.stringify(result) : String(result)];
}

/** JSON as the language knows it: booleans are texts, and an element of a list is a value of its own. */
function valueOf(given: unknown): Value {
  if (given === undefined || given === null) return null;
  if (typeof given === 'boolean') return given ? 'True' : 'False';
  if (Array.isArray(given)) return given.map(valueOf);
  return given as Value;
}
