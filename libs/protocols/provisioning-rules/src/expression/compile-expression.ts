import type { Subject } from '../source/subject';
import { unknownFunction } from './call-findings';
import { comparisonOf } from './compare';
import { compileCall, type Evaluate } from './compile-call';
import type { Call, Comparison, Expression, Keyword } from './expression';
import { type ExpressionFinding, InvalidExpression } from './expression-error';
import type { FunctionDefinition, Surroundings } from './function-definition';
import { FlowSignal, type Result, type Value } from './value';

export interface CompiledExpression {
  /** @throws EvaluationFailed where it comes to nothing for this subject */
  readonly evaluate: (subject: Subject, surroundings: Surroundings) => Result;
  /** Names of the attributes it reads, each once. */
  readonly attributes: readonly string[];
  /** Names of the functions it calls, each once. */
  readonly functions: readonly string[];
}

/** What an expression is compiled against. */
export interface Environment {
  readonly functions: ReadonlyMap<string, FunctionDefinition>;
  /** How an attribute is read; asked once for each name. */
  readonly attribute: (name: string) => (subject: Subject) => Value;
}

/**
 * Compiles an expression to closures (entra-provisioning.md §4): whatever depends on the expression alone, such as a
 * regular expression in it, is done here once.
 *
 * @throws InvalidExpression for functions that are not among the given ones, and for constants with which a function
 * can never do
 */
export function compileExpression(tree: Expression, environment: Environment): CompiledExpression {
  const compiler = new Compiler(environment);
  const evaluate = compiler.compile(tree);
  if (compiler.findings.length > 0) throw new InvalidExpression(compiler.findings);
  return { evaluate, attributes: [...compiler.attributes.keys()], functions: [...compiler.functions] };
}

class Compiler {
  readonly findings: ExpressionFinding[] = [];
  readonly attributes = new Map<string, Evaluate>();
  readonly functions = new Set<string>();

  constructor(private readonly environment: Environment) {}

  compile(tree: Expression): Evaluate {
    switch (tree.kind) {
      case 'constant':
        return always(tree.value);
      case 'keyword':
        return always(meaningOf(tree));
      case 'attribute':
        return this.attribute(tree.name);
      case 'comparison':
        return this.comparison(tree);
      case 'call':
        return this.call(tree);
    }
  }

  private attribute(name: string): Evaluate {
    const known = this.attributes.get(name);
    if (known) return known;
    const read: Evaluate = this.environment.attribute(name);
    this.attributes.set(name, read);
    return read;
  }

  private comparison({ operator, ...sides }: Comparison): Evaluate {
    const compare = comparisonOf(operator);
    const left = this.compile(sides.left);
    const right = this.compile(sides.right);
    return (subject, surroundings) => {
      const one = left(subject, surroundings);
      if (one instanceof FlowSignal) return one;
      const other = right(subject, surroundings);
      return other instanceof FlowSignal ? other : compare(one, other);
    };
  }

  private call(call: Call): Evaluate {
    const { name, position } = call;
    const definition = this.environment.functions.get(name);
    const steps = call.arguments.map((argument) => argument && this.compile(argument));
    if (!definition) {
      this.findings.push(unknownFunction(name, position, this.environment.functions));
      return always(null);
    }
    this.functions.add(name);
    const compiled = compileCall(call, definition, steps);
    if (typeof compiled === 'function') return compiled;
    this.findings.push(compiled);
    return always(null);
  }
}

const always =
  (result: Result): Evaluate =>
  () =>
    result;

function meaningOf({ name }: Keyword): Result {
  if (name === 'IgnoreAttributeFlow') return FlowSignal.ignoreAttribute;
  return name === 'IgnoreObjectFlow' ? FlowSignal.ignoreObject : name;
}
