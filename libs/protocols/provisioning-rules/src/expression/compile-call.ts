import type { Subject } from '../source/subject';
import { fixedParameters, givenArguments } from './call-findings';
import type { Call, Expression } from './expression';
import { EvaluationFailed, type ExpressionFinding } from './expression-error';
import type { Argument, EagerFunction, FunctionDefinition, LazyFunction, Surroundings } from './function-definition';
import { FlowSignal, type Result } from './value';

export type Evaluate = (subject: Subject, surroundings: Surroundings) => Result;

/** An argument, compiled; undefined where it was left out. */
type Step = Evaluate | undefined;

const longestText = 1_000_000;
const longestList = 10_000;

/**
 * Compiles a call, given its compiled arguments. Arguments left out at the end do not count. A lazy function finds null
 * in place of one that was left out, up to the last of its parameters that do not repeat.
 *
 * @returns a finding instead where a constant argument can never do
 */
export function compileCall(
  call: Call,
  definition: FunctionDefinition,
  all: readonly Step[],
): Evaluate | ExpressionFinding {
  const steps = givenArguments(all);
  if ('choose' in definition) return compileLazy(definition, steps);
  try {
    return compileEager(definition, steps, preparedWith(definition, call.arguments.slice(0, steps.length)));
  } catch (error) {
    if (!(error instanceof EvaluationFailed)) throw error;
    const index = definition.parameters.findIndex(({ key }) => key === error.argument);
    return { position: (call.arguments[index] ?? call).position, message: error.message };
  }
}

function preparedWith(definition: EagerFunction, given: Call['arguments']): EagerFunction['evaluate'] {
  const constants = given.map(constantOf);
  if (definition.prepare && constants.some((value) => value !== undefined)) return definition.prepare(constants);
  return definition.evaluate;
}

/** Signals are none: they are a call's result before it sees them. */
function constantOf(argument: Expression | undefined): Argument {
  if (argument?.kind === 'constant') return argument.value;
  if (argument?.kind !== 'keyword' || argument.name.startsWith('Ignore')) return undefined;
  return argument.name;
}

function compileEager({ name }: EagerFunction, steps: readonly Step[], evaluate: EagerFunction['evaluate']): Evaluate {
  return (subject, surroundings) => {
    const given: Argument[] = [];
    for (const step of steps) {
      const argument = step?.(subject, surroundings);
      if (argument instanceof FlowSignal) return argument;
      given.push(argument);
    }
    return bounded(name, () => evaluate(given, surroundings));
  };
}

function compileLazy(definition: LazyFunction, given: readonly Step[]): Evaluate {
  const { name, parameters } = definition;
  const missing = Math.max(0, fixedParameters(parameters) - given.length);
  const steps = [...given, ...Array.from({ length: missing }, () => undefined)];
  return (subject, surroundings) => {
    const thunks = steps.map((step) => (step ? once(step, subject, surroundings) : nothing));
    return bounded(name, () => definition.choose(thunks, surroundings));
  };
}

const nothing = () => null;

/** Evaluated at most once, so that functions which look twice do not make nested ones cost twice as much each. */
function once(step: Evaluate, subject: Subject, surroundings: Surroundings): () => Result {
  let known: { readonly result: Result } | undefined;
  return () => (known ??= { result: step(subject, surroundings) }).result;
}

/** Keeps nested functions from making a value larger and larger. */
function bounded<T extends Result>(name: string, evaluate: () => T): T {
  const result = withinMemory(name, evaluate);
  if (typeof result === 'string' && result.length > longestText) throw tooLong(name);
  if (Array.isArray(result) && result.length > longestList) {
    throw new EvaluationFailed(name, null, `its result has more than ${longestList} values`);
  }
  return result;
}

function withinMemory<T extends Result>(name: string, evaluate: () => T): T {
  try {
    return evaluate();
  } catch (error) {
    if (error instanceof RangeError && error.message === 'Invalid string length') throw tooLong(name);
    throw error;
  }
}

const tooLong = (name: string) =>
  new EvaluationFailed(name, null, `its result has more than ${longestText} characters`);
