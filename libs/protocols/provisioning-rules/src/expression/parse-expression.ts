import { argumentFindings, unknownFunction } from './call-findings';
import { type Comparison, comparisonOperators, type Expression, keywords } from './expression';
import { type ExpressionFinding, InvalidExpression } from './expression-error';
import type { FunctionDefinition } from './function-definition';
import { readLeaf } from './read-leaf';
import { expectedMessage, infixMessage, quote, wordMessage } from './syntax-messages';
import { TokenReader } from './token-reader';
import { longestExpression, type Token } from './tokens';

/** How deep calls may stand in each other. */
export const deepestExpression = 100;

/** How many findings are told: more would help nobody, and a text can be made of nothing but mistakes. */
export const mostFindings = 100;

const operand = 'a function, an attribute, a text or a number';

/**
 * Reads an expression (entra-provisioning.md §4.1). Names are case-sensitive; every call is checked against the
 * functions there are.
 *
 * @param depth how deep the text stands within another expression, where it does
 * @throws InvalidExpression with everything that is wrong with it (of much, the first hundred), in order of position
 */
export function parseExpression(
  text: string,
  functions: ReadonlyMap<string, FunctionDefinition>,
  depth = 1,
): Expression {
  if (text.length > longestExpression) {
    const message = `An expression has at most ${longestExpression} characters, but this one has ${text.length}`;
    throw new InvalidExpression([{ position: longestExpression, message }]);
  }
  const tokens = new TokenReader(text);
  const tree = new ExpressionParser(tokens, functions).whole(depth);
  if (tokens.findings.length > 0) throw new InvalidExpression(inOrder(tokens.findings));
  return tree;
}

const inOrder = (findings: readonly ExpressionFinding[]): readonly ExpressionFinding[] =>
  findings.toSorted((one, other) => one.position - other.position).slice(0, mostFindings);

/** Stands for what could not be read, so that the rest can be looked at; a tree with it is never handed out. */
const unreadable = ({ position }: Token): Expression => ({ kind: 'constant', value: '', position });

/** After each finding it goes on with the next argument, so that one look tells everything. */
class ExpressionParser {
  constructor(
    private readonly tokens: TokenReader,
    private readonly functions: ReadonlyMap<string, FunctionDefinition>,
  ) {}

  whole(depth: number): Expression {
    const tree = this.expression(depth);
    const { kind } = this.tokens.peek();
    if (kind !== 'end') this.tokens.expected('the end of the expression');
    return tree;
  }

  private expression(depth: number): Expression {
    if (depth > deepestExpression) {
      const token = this.tokens.peek();
      this.tokens.tellOnce(`Here the expression is more than ${deepestExpression} levels deep`);
      return this.skipped(token);
    }
    const tree = this.comparison(depth);
    for (let message = infixMessage(this.tokens.peek()); message; message = infixMessage(this.tokens.peek())) {
      this.tokens.tell(message);
      // Where the sign is part of a number, as in "a"&HF, the number is the operand.
      if (this.tokens.peek().kind !== 'number') this.tokens.take();
      this.comparison(depth);
    }
    return tree;
  }

  private comparison(depth: number): Expression {
    const left = this.operand(depth);
    if (this.tokens.peek().kind !== 'operator') return left;
    const operator = this.operator();
    const comparison: Comparison = {
      kind: 'comparison',
      operator,
      left,
      right: this.operand(depth),
      position: left.position,
    };
    while (this.tokens.peek().kind === 'operator') {
      this.tokens.tell('A comparison has two sides: nest IIF to compare more');
      this.tokens.take();
      this.operand(depth);
    }
    return comparison;
  }

  private operator(): Comparison['operator'] {
    const { text } = this.tokens.peek();
    const operator = comparisonOperators.find((each) => each === text);
    if (!operator) this.tokens.tell(`There is no operator ${quote(text)}; there are ${comparisonOperators.join(' ')}`);
    this.tokens.take();
    return operator ?? '=';
  }

  private operand(depth: number): Expression {
    const token = this.tokens.peek();
    if (token.kind === 'name') return this.named(depth);
    if (token.text === '(') return this.group(depth);
    const read = readLeaf(token);
    if (!read) return this.unreadable(expectedMessage(operand, token));
    if (typeof read === 'string') return this.unreadable(read);
    this.tokens.take();
    return read;
  }

  private named(depth: number): Expression {
    const token = this.tokens.take();
    const { text, position } = token;
    const name = keywords.find((keyword) => keyword === text);
    if (name) return { kind: 'keyword', name, position };
    if (this.tokens.peek().text === '(') return this.call(text, position, depth);
    if (this.functions.has(text)) this.tokens.expected(`"(" after ${text}`);
    else this.tokens.findings.push({ position, message: wordMessage(text) });
    return this.skipped(token);
  }

  private call(name: string, position: number, depth: number): Expression {
    const definition = this.functions.get(name);
    if (!definition) this.tokens.findings.push(unknownFunction(name, position, this.functions));
    this.tokens.take();
    const { given, closed } = this.arguments(depth + 1);
    const call = { kind: 'call', name, arguments: given, position } as const;
    if (definition && closed) this.tokens.findings.push(...argumentFindings(call, definition));
    return call;
  }

  private arguments(depth: number): { given: readonly (Expression | undefined)[]; closed: boolean } {
    const given: (Expression | undefined)[] = [];
    if (this.tokens.peek().text === ')') {
      this.tokens.take();
      return { given, closed: true };
    }
    for (;;) {
      given.push(this.tokens.endsArgument() ? undefined : this.expression(depth));
      if (!this.tokens.endsArgument()) {
        this.tokens.expected('"," or ")"');
        this.tokens.skipArgument();
      }
      const { kind, text } = this.tokens.take();
      if (kind === 'end' || text === ')') return { given, closed: kind !== 'end' };
    }
  }

  private group(depth: number): Expression {
    this.tokens.tellOnce('There are no parentheses around expressions: leave them out, or nest IIF');
    this.tokens.take();
    const tree = this.expression(depth + 1);
    if (this.tokens.peek().text === ')') this.tokens.take();
    else this.tokens.expected('")"');
    return tree;
  }

  private unreadable(message: string): Expression {
    this.tokens.tell(message);
    return this.skipped(this.tokens.peek());
  }

  private skipped(from: Token): Expression {
    this.tokens.skipArgument();
    return unreadable(from);
  }
}
