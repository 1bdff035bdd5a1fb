import { type Matcher, RE2JS, RE2JSException, RE2JSSyntaxException } from 're2js';
import { EvaluationFailed } from '../expression-error';
import { type Place, quoted } from './read-value';

interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Match extends Span {
  /** Where a group is, told by its index; undefined where it took no part. */
  readonly group: (index: number) => Span | undefined;
}

/**
 * How much may be looked at in all for one text. Every search may go through all of the rest, in time that grows with
 * the size of the expression, so that a text of many matches is not done in linear time. This is about a second.
 */
const mostWork = 30_000_000;
const longestPattern = 10_000;

/**
 * A regular expression of RE2, which is matched in linear time and knows neither look-around nor back-references.
 * `\d`, `\s` and `\w` are of ASCII alone; `$` is the end of the text (entra-provisioning.md §4.3).
 */
export class RegularExpression {
  private constructor(
    private readonly compiled: RE2JS,
    private readonly place: Place,
  ) {}

  /** @throws EvaluationFailed for what is no such expression, saying why */
  static compile(pattern: string, place: Place): RegularExpression {
    const problem = (text: string) => new EvaluationFailed(place.functionName, place.argument, text);
    if (pattern.length > longestPattern) throw problem(`has more than ${longestPattern} characters`);
    if (subtraction.test(pattern)) throw problem('takes characters out of a class, which is not supported');
    try {
      return new RegularExpression(RE2JS.compile(pattern), place);
    } catch (error) {
      if (!(error instanceof RE2JSException)) throw error;
      throw problem(problemOf(error));
    }
  }

  /** Of a group that has a name, or that is told by a number as .NET counts them; undefined where there is none. */
  groupIndex(name: string): number | undefined {
    const named = new Map(Object.entries(this.compiled.namedGroups()));
    const isNumber = !named.has(name) && /^\d{1,4}$/.test(name);
    return isNumber ? this.countedGroup(Number(name), new Set(named.values())) : named.get(name);
  }

  /** .NET counts the groups that have names after the others. */
  private countedGroup(number: number, named: ReadonlySet<number>): number | undefined {
    if (number === 0) return 0;
    const all = Array.from({ length: this.compiled.groupCount() }, (_, index) => index + 1);
    const counted = [...all.filter((index) => !named.has(index)), ...all.filter((index) => named.has(index))];
    return counted[number - 1];
  }

  /**
   * All matches in a text, one after the other. An empty one right after another does not count, so that `.*` is met
   * once.
   *
   * @throws EvaluationFailed where finding them may take too long
   */
  *matches(text: string): Generator<Match, void, void> {
    const matcher = this.compiled.matcher(text);
    const size = this.compiled.programSize();
    let work = 0;
    let end = 0;
    for (let searches = 0; ; searches += 1) {
      work += (text.length - end) * size;
      if (work > mostWork) throw this.tooMuch(text);
      if (!matcher.find()) return;
      const match = { start: matcher.start(), end: matcher.end(), group: groupsOf(matcher) };
      if (searches === 0 || match.end > match.start || match.start !== end) yield match;
      end = match.end;
    }
  }

  private tooMuch({ length }: string): EvaluationFailed {
    const { functionName, argument } = this.place;
    return new EvaluationFailed(
      functionName,
      argument,
      `takes too long to be matched in a text of ${length} characters`,
    );
  }
}

const groupsOf =
  (matcher: Matcher): Match['group'] =>
  (index) => {
    const start = matcher.start(index);
    return start < 0 ? undefined : { start, end: matcher.end(index) };
  };

/** RE2 reads it as something else. */
const subtraction = /(?<!\\)\[(?:[^\][\\]|\\[^])*-\[[^\][]*\]\]/;

const unsupported = /^(?:\(\?<?[=!]|\\[1-9k])/;

function problemOf(error: RE2JSException): string {
  if (!(error instanceof RE2JSSyntaxException)) return `is no regular expression: ${error.message}`;
  const part = error.getPattern();
  if (!part) return `is no regular expression: ${error.getDescription()}`;
  if (unsupported.test(part)) return `has ${quoted(part)}, but look-around and back-references are not supported`;
  return `is no regular expression: ${error.getDescription()}: ${quoted(part)}`;
}
