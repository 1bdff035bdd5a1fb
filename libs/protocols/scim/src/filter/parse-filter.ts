import { badRequest } from '../scim-error';
import { type Filter, operators } from './filter';
import { FilterScanner, type UnquotedValues } from './filter-scanner';

const deepest = 30;
const mostComparisons = 20;

/** How a filter is read where its clients differ. */
export interface FilterReading {
  /** Whether a bare word, up to the next space or closing bracket, stands for a text; `refuse` unless given. */
  readonly unquotedValues?: UnquotedValues;
}

/**
 * Reads a filter: the whole grammar of RFC 7644 §3.4.2.2, and `attr[filter].sub op value`, which Azure AD sends
 * (scim.md §2.2).
 *
 * @throws ScimError `invalidFilter` that names the position and what was expected, or the limit that was passed
 */
export function parseFilter(text: string, { unquotedValues = 'refuse' }: FilterReading = {}): Filter {
  const scanner = new FilterScanner(text, 'filter');
  const filter = new FilterParser(scanner, unquotedValues).filter();
  if (scanner.next() !== '') throw scanner.unexpected('the end, "and" or "or"');
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
  const scanner = new FilterScanner(text, 'path');
  const attribute = scanner.takeRun();
  if (scanner.next() === '') return { attribute, filter: undefined, sub: undefined };
  scanner.take('[', 'invalidPath');
  const filter = new FilterParser(scanner, 'refuse').filter({ depth: 0, inElement: true });
  scanner.take(']', scanner.next() === '' ? 'invalidPath' : 'invalidFilter');
  const sub = scanner.takesAtOnce('.') ? scanner.takeRun() : undefined;
  if (scanner.next() !== '' || (sub !== undefined && !isName.test(sub))) {
    throw scanner.unexpected('the end, or "." and a sub-attribute', 'invalidPath');
  }
  return { attribute, filter, sub };
}

const isName = /^[A-Za-z$_][\w$-]*$/;
/** An attribute, perhaps with a sub-attribute, behind a URN, which ends at the last colon. */
const isPath = /^(?:[A-Za-z][^\s]*:)?[A-Za-z$_][\w$-]*(?:\.[A-Za-z$_][\w$-]*)*$/;

/** Words that join; no attribute has their names. */
const joints = ['and', 'or', 'not'];

/** Where a filter stands. */
interface Place {
  readonly depth: number;
  /** In square brackets, where no others may stand. */
  readonly inElement: boolean;
}

class FilterParser {
  private comparisons = 0;

  constructor(
    private readonly scanner: FilterScanner,
    private readonly unquoted: UnquotedValues,
  ) {}

  filter(place: Place = { depth: 0, inElement: false }): Filter {
    return this.joined('or', () => this.joined('and', () => this.term(place)));
  }

  private joined(kind: 'and' | 'or', part: () => Filter): Filter {
    const first = part();
    const terms = [first];
    while (this.scanner.takesWord(kind)) terms.push(part());
    return terms.length === 1 ? first : { kind, terms };
  }

  private term(place: Place): Filter {
    if (this.scanner.takesWord('not')) return { kind: 'not', term: this.inBrackets(place) };
    if (this.scanner.next() === '(') return this.inBrackets(place);
    const path = this.attribute(isPath);
    return this.scanner.next() === '[' ? this.element(path, place) : this.comparison(path);
  }

  private inBrackets(place: Place): Filter {
    this.scanner.take('(');
    const filter = this.filter(deeper(place));
    this.scanner.take(')');
    return filter;
  }

  private attribute(spelling: RegExp): string {
    const name = this.scanner.run();
    if (!spelling.test(name) || joints.includes(name.toLowerCase())) throw this.scanner.unexpected('an attribute');
    return this.scanner.takeRun();
  }

  private element(path: string, place: Place): Filter {
    if (place.inElement) throw this.scanner.unexpected(operatorExpected);
    this.scanner.take('[');
    const filter = this.filter({ ...deeper(place), inElement: true });
    this.scanner.take(']');
    if (!this.scanner.takesAtOnce('.')) return { kind: 'element', path, filter };
    return { kind: 'element', path, filter, sub: this.comparison(this.attribute(isName)) };
  }

  private comparison(path: string): Filter {
    if ((this.comparisons += 1) > mostComparisons) {
      throw badRequest('invalidFilter', `A filter may have ${mostComparisons} comparisons.`);
    }
    if (this.scanner.takesWord('pr')) return { kind: 'present', path };
    const operator = operators.find((each) => this.scanner.takesWord(each));
    if (!operator) throw this.scanner.unexpected(operatorExpected);
    return { kind: 'compare', path, operator, value: this.scanner.takeValue(this.unquoted) };
  }
}

const operatorExpected = `an operator (${operators.join(', ')} or pr)`;

function deeper({ depth, inElement }: Place): Place {
  if (depth >= deepest) throw badRequest('invalidFilter', `A filter may be ${deepest} levels deep.`);
  return { depth: depth + 1, inElement };
}
