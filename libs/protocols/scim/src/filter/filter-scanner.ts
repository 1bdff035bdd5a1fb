import { badRequest, type ScimType } from '../scim-error';
import type { Literal } from './filter';

/** A text that is longer is refused before it is read. */
const longest = 10_000;

/** What becomes of a text that stands without its quotes where a value is expected. */
export type UnquotedValues = 'refuse' | 'accept';

// Each looks at a character once, so that no text takes longer than its length.
const space = /\s*/y;
/** A URN may hold brackets; a filter has a space behind it. */
const run = /(?:urn:[^\s[\]"]*|[^\s()[\]"]*)/iy;
const quotedText = /"(?:[^"\\]|\\.)*"/sy;
const bareText = /[^\s()[\]"][^\s)\]]*/y;

/** Reads a filter, or a PATCH path, from left to right, one piece at a time. */
export class FilterScanner {
  private at = 0;

  /** @throws ScimError for a text of more than 10,000 characters */
  constructor(
    private readonly text: string,
    private readonly what: 'filter' | 'path',
  ) {
    if (text.length <= longest) return;
    throw badRequest(what === 'filter' ? 'invalidFilter' : 'invalidPath', `A ${what} may have ${longest} characters.`);
  }

  /** The character that comes next, after any space; empty at the end. It stays. */
  next(): string {
    this.match(space);
    return this.text.charAt(this.at);
  }

  /** The run of characters that comes next: a name, an operator; empty where a bracket or a quote does. It stays. */
  run(): string {
    const before = this.at;
    const found = this.takeRun();
    this.at = before;
    return found;
  }

  /** The same, and it is taken. */
  takeRun(): string {
    this.match(space);
    return this.match(run);
  }

  /** Takes a word in any letter case, if it comes next. */
  takesWord(word: string): boolean {
    if (this.run().toLowerCase() !== word) return false;
    this.takeRun();
    return true;
  }

  /** Takes a character if it comes next, without a space before it. */
  takesAtOnce(character: string): boolean {
    if (this.text.charAt(this.at) !== character) return false;
    this.at += 1;
    return true;
  }

  /** @throws ScimError that says what was expected, where another character comes next */
  take(character: string, scimType?: ScimType): void {
    if (this.next() !== character) throw this.unexpected(`"${character}"`, scimType);
    this.at += 1;
  }

  /**
   * Takes a value: a JSON text, a number, true, false or null (RFC 7644 §3.4.2.2, `compValue`).
   *
   * @throws ScimError `invalidFilter` where there is none
   */
  takeValue(unquoted: UnquotedValues): Literal {
    const isQuoted = this.next() === '"';
    const start = this.at;
    const value = isQuoted ? fromJson(this.match(quotedText)) : this.takeBareValue(unquoted);
    if (value !== undefined) return value;
    this.at = start;
    throw this.unexpected(
      isQuoted ? 'a JSON string' : 'a value: a text in double quotes, a number, true, false or null',
    );
  }

  private takeBareValue(unquoted: UnquotedValues): Literal | undefined {
    if (unquoted === 'refuse') return fromJson(this.match(run).toLowerCase());
    const text = this.match(bareText);
    return fromJson(text.toLowerCase()) ?? (/^null$/i.test(text) ? null : text || undefined);
  }

  /** An error that names the position, and what was found there. */
  unexpected(expected: string, scimType: ScimType = 'invalidFilter'): Error {
    // As JSON, so that the message can be kept and shown whatever was sent.
    const isEnd = this.next() === '';
    const piece = JSON.stringify(this.text.slice(this.at, this.at + 50).toWellFormed());
    const found = isEnd ? `the ${this.what} ends` : `there is ${piece}`;
    return badRequest(scimType, `At position ${this.at + 1} ${found} where ${expected} was expected.`);
  }

  private match(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const [found = ''] = pattern.exec(this.text) ?? [];
    this.at += found.length;
    return found;
  }
}

/** A literal in JSON; undefined for what is none, and for a number beyond all numbers. */
function fromJson(text: string): Literal | undefined {
  try {
    const value = JSON.parse(text) as unknown;
    const isBeyond = typeof value === 'number' && !Number.isFinite(value);
    return isBeyond || (typeof value === 'object' && value !== null) ? undefined : (value as Literal);
  } catch {
    return undefined;
  }
}
