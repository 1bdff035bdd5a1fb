import type { Call, Expression } from './expression';
import type { ExpressionFinding } from './expression-error';
import type { FunctionDefinition, Parameter } from './function-definition';
import { quote } from './syntax-messages';

type Functions = ReadonlyMap<string, FunctionDefinition>;

/** What is wrong with the name of a function: none has it. */
export function unknownFunction(name: string, position: number, functions: Functions): ExpressionFinding {
  const folded = name.toLowerCase();
  const meant = [...functions.keys()].find((each) => each.toLowerCase() === folded);
  const suggestion = meant ? `; did you mean ${meant}? Case counts` : '';
  return { position, message: `There is no function ${quote(name)}${suggestion}` };
}

/** The arguments without those left out at the end, which say nothing: `ToLower([x], )` is `ToLower([x])`. */
export function givenArguments<T>(all: readonly (T | undefined)[]): readonly (T | undefined)[] {
  return all.slice(0, all.findLastIndex((argument) => argument !== undefined) + 1);
}

/** How many of a function's parameters come before those that repeat. */
export function fixedParameters(parameters: readonly Parameter[]): number {
  const repeating = parameters.findIndex(({ repeats }) => repeats);
  return repeating < 0 ? parameters.length : repeating;
}

/** Which parameter an argument is for; undefined for one too many. */
export function parameterAt(parameters: readonly Parameter[], index: number): Parameter | undefined {
  const fixed = fixedParameters(parameters);
  if (index < fixed || fixed === parameters.length) return parameters[index];
  return parameters[fixed + ((index - fixed) % (parameters.length - fixed))];
}

/**
 * What is wrong with the number of a call's arguments: too many, or one left out that must be there. Of parameters that
 * repeat the first turn must be there, and every turn that was begun must be whole.
 */
export function argumentFindings(call: Call, definition: FunctionDefinition): readonly ExpressionFinding[] {
  const given = givenArguments(call.arguments);
  const { parameters } = definition;
  const excess = given.findIndex((argument, index) => argument && !parameterAt(parameters, index));
  return [...leftOut(call, definition, given), ...(excess < 0 ? [] : [tooMany(call, definition, given[excess])])];
}

function tooMany({ position }: Call, definition: FunctionDefinition, first: Expression | undefined): ExpressionFinding {
  const { length } = definition.parameters;
  const most = length === 0 ? 'no arguments' : length === 1 ? 'one argument' : `at most ${length} arguments`;
  return {
    position: first?.position ?? position,
    message: `${definition.name} takes ${most}, but here is one more: ${signatureOf(definition)}`,
  };
}

function leftOut(
  { position }: Call,
  definition: FunctionDefinition,
  given: readonly (Expression | undefined)[],
): readonly ExpressionFinding[] {
  const { name, parameters } = definition;
  const fixed = fixedParameters(parameters);
  const turn = parameters.length - fixed;
  const findings: ExpressionFinding[] = [];
  const end = turn === 0 ? fixed : fixed + Math.max(1, Math.ceil((given.length - fixed) / turn)) * turn;
  for (let index = 0; index < end; index += 1) {
    const parameter = parameterAt(parameters, index);
    if (!parameter || parameter.optional || given[index]) continue;
    if (index >= fixed + turn && !isBegun(given, index - ((index - fixed) % turn), turn)) continue;
    findings.push({ position, message: `${name} needs the argument ${parameter.key}: ${signatureOf(definition)}` });
  }
  return findings;
}

const isBegun = (given: readonly (Expression | undefined)[], start: number, length: number): boolean =>
  given.slice(start, start + length).some((argument) => argument !== undefined);

/** How a function is called, e.g. `ToLower(source, culture?)`; what repeats ends with an ellipsis. */
export function signatureOf({ name, parameters }: FunctionDefinition): string {
  const keys = parameters.map(({ key, optional }) => (optional ? `${key}?` : key));
  return `${name}(${[...keys, ...(parameters.some(({ repeats }) => repeats) ? ['…'] : [])].join(', ')})`;
}
