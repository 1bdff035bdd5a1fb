import { badRequest } from '../scim-error';
import { type Filter, type Literal, type Operator, operators } from './filter';
import { type Token, tokensOf } from './tokens';

const deepest = 30;
const mostTerms = 200;

/**
 * Reads a filter: the whole grammar of RFC 7644 §3.4.2.2, and `attr[filter].sub op value`, which Azure AD sends.
 *
 * @throws ScimError `invalidFilter` that names the position and what was expected
 */
export function parseFilter(text: string): Filter {
  const parser = new FilterParser(tokensOf(text));
  const filter = parser.filter(0);
  parser.end();
  return filter;
}

/** What a PATCH path says: an attribute, which of its elements, and a sub-attribute of them (RFC 7644 §3.5.2). */
export interface PatchPath {
  readonly attribute: string;
  readonly filter: Filter | undefined;
  readonly sub: string | undefined;
}

/** @throws ScimError `invalidPath`, or `invalidFilter` for what stands in brackets */
export function parsePatchPath(text: string): PatchPath {
  const bracket = text.indexOf('[');
  if (bracket < 0) return { attribute: text.trim(), filter: undefined, sub: undefined };
  const found = /^(.*)\](?:\.([A-Za-z$][\w$-]*))?\s*$/s.exec(text.slice(bracket + 1));
  if (!found) throw badRequest('invalidPath', `The path "${text.slice(0, 200)}" has no closing bracket.`);
  return { attribute: text.slice(0, bracket).trim(), filter: parseFilter(found[1] ?? ''), sub: found[2] };
}

class FilterParser {
  private next = 0;
  private terms = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  filter(depth: number): Filter {
    return this.joined('or', () => this.joined('and', () => this.term(depth)));
  }

  end(): void {
    if (this.peek().kind !== 'end') throw this.unexpected('the end, "and" or "or"');
  }

  private joined(kind: 'and' | 'or', part: () => Filter): Filter {
    const terms = [part()];
    while (this.takeWord(kind)) terms.push(part());
    return terms.length === 1 ? (terms[0] as Filter) : { kind, terms };
  }

  private term(depth: number): Filter {
    if (depth > deepest) throw badRequest('invalidFilter', `A filter may be ${deepest} levels deep.`);
    if ((this.terms += 1) > mostTerms) throw badRequest('invalidFilter', `A filter may have ${mostTerms} terms.`);
    if (this.peek().kind === '(') return this.inBrackets(depth);
    if (this.peek().text.toLowerCase() === 'not' && this.tokens[this.next + 1]?.kind === '(') {
      this.next += 1;
      return { kind: 'not', term: this.inBrackets(depth) };
    }
    return this.expression(this.take('word', 'an attribute').text, depth);
  }

  private inBrackets(depth: number): Filter {
    this.take('(', '"("');
    const filter = this.filter(depth + 1);
    this.take(')', '")"');
    return filter;
  }

  private expression(path: string, depth: number): Filter {
    if (this.peek().kind !== '[') return this.comparison(path);
    this.next += 1;
    const filter = this.filter(depth + 1);
    this.take(']', '"]"');
    const { kind, text } = this.peek();
    if (kind !== 'word' || !text.startsWith('.')) return { kind: 'element', path, filter };
    this.next += 1;
    return { kind: 'element', path, filter, sub: this.comparison(text.slice(1)) };
  }

  private comparison(path: string): Filter {
    if (this.takeWord('pr')) return { kind: 'present', path };
    const operator = operators.find((each) => this.takeWord(each));
    if (!operator) throw this.unexpected(`an operator (${operators.join(', ')} or pr)`);
    return { kind: 'compare', path, operator: operator satisfies Operator, value: this.literal() };
  }

  private literal(): Literal {
    const { kind, text } = this.peek();
    const word = text.toLowerCase();
    if (kind !== 'string' && kind !== 'number' && !['true', 'false', 'null'].includes(word)) {
      throw this.unexpected('a value: a text in double quotes, a number, true, false or null');
    }
    this.next += 1;
    try {
      return JSON.parse(kind === 'word' ? word : text) as Literal;
    } catch {
      this.next -= 1;
      throw this.unexpected('a JSON string');
    }
  }

  private peek(): Token {
    return this.tokens[this.next] as Token;
  }

  private take(kind: Token['kind'], expected: string): Token {
    const token = this.peek();
    if (token.kind !== kind) throw this.unexpected(expected);
    this.next += 1;
    return token;
  }

  private takeWord(word: string): boolean {
    const { kind, text } = this.peek();
    if (kind !== 'word' || text.toLowerCase() !== word) return false;
    this.next += 1;
    return true;
  }

  private unexpected(expected: string): Error {
    const { kind, text, at } = this.peek();
    const found = kind === 'end' ? 'the filter ends' : `there is "${text.slice(0, 50)}"`;
    return badRequest('invalidFilter', `At position ${at + 1} ${found} where ${expected} was expected.`);
  }
}
