/** One thing that is wrong with an expression. */
export interface ExpressionFinding {
  /** Counted in UTF-16 units from 0. */
  readonly position: number;
  /** A sentence; says what was expected where something else stands. */
  readonly message: string;
}

/** A text that is no expression, with everything that is wrong with it. */
export class InvalidExpression extends Error {
  override readonly name = 'InvalidExpression';

  constructor(readonly findings: readonly ExpressionFinding[]) {
    super(findings.map(({ message, position }) => `${message} (at ${position})`).join('; '));
  }
}

/** An expression that could not be evaluated for one person; the message names the function and the argument. */
export class EvaluationFailed extends Error {
  override readonly name = 'EvaluationFailed';

  constructor(
    readonly functionName: string,
    /** The key of the argument, e.g. `index`; null where it is about no single one. */
    readonly argument: string | null,
    problem: string,
  ) {
    super(argument === null ? `${functionName}: ${problem}` : `${functionName}: ${argument} ${problem}`);
  }
}
