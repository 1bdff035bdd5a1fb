import type { ExpressionFinding } from './expression-error';
import { expectedMessage } from './syntax-messages';
import { readTokens, type Token } from './tokens';

/** Goes through the tokens of an expression and keeps what is wrong with them. */
export class TokenReader {
  readonly findings: ExpressionFinding[];
  private readonly tokens: readonly Token[];
  private readonly end: Token;
  private readonly toldOnce = new Set<string>();
  private next = 0;
  /** Where the last finding was: one for each token is enough, as when all that is open lacks its end. */
  private toldAt: number | undefined;

  constructor(text: string) {
    const { tokens, findings } = readTokens(text);
    this.tokens = tokens;
    this.end = { kind: 'end', text: '', position: text.length };
    this.findings = [...findings];
    if (findings.length > 0) this.toldAt = text.length;
  }

  /** The token at hand; beyond the last one it is the end. */
  peek(): Token {
    return this.tokens[this.next] ?? this.end;
  }

  take(): Token {
    const token = this.peek();
    this.next += 1;
    return token;
  }

  endsArgument(): boolean {
    const { text } = this.peek();
    return text === ',' || text === ')';
  }

  /** Goes on to the end of the argument at hand, over whatever is in parentheses. */
  skipArgument(): void {
    for (let open = 0; this.peek().kind !== 'end' && (open > 0 || !this.endsArgument()); this.take()) {
      const { text } = this.peek();
      if (text === '(') open += 1;
      if (text === ')') open -= 1;
    }
  }

  /** Keeps a finding about the token at hand. */
  tell(message: string): void {
    const { position } = this.peek();
    if (position === this.toldAt) return;
    this.toldAt = position;
    this.findings.push({ position, message });
  }

  expected(what: string): void {
    this.tell(expectedMessage(what, this.peek()));
  }

  /** For what is wrong all over once it is wrong at all. */
  tellOnce(message: string): void {
    if (!this.toldOnce.has(message)) this.tell(message);
    this.toldOnce.add(message);
  }
}
