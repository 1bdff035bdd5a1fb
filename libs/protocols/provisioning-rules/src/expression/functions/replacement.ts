import { BoundedText } from './bounded-text';
import type { Match, RegularExpression } from './regular-expression';

/** A piece of text, or the index of the group that stands in its place. */
type Part = string | number;

const reference = /\$(?:(?<dollar>\$)|\{(?<name>\w+)\}|(?<number>\d{1,4}))/g;

/**
 * Reads what a match is to be replaced with, where `${name}`, `${1}` and `$1` stand for groups and `$$` for a dollar
 * sign, as in .NET (entra-provisioning.md §4.3). What refers to no group stays as it is.
 */
function partsOf(replacement: string, expression: RegularExpression): readonly Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (const { 0: whole, index, groups = {} } of replacement.matchAll(reference)) {
    const { dollar, name, number } = groups;
    parts.push(replacement.slice(from, index), dollar ?? expression.groupIndex(name ?? number ?? '') ?? whole);
    from = index + whole.length;
  }
  return [...parts, replacement.slice(from)];
}

/**
 * A text with every match replaced; as it is where nothing matches.
 *
 * @throws EvaluationFailed where the text would be too long, or matching it might take too long
 */
export function replaceMatches(text: string, expression: RegularExpression, replacement: string): string {
  const parts = partsOf(replacement, expression);
  const replaced = new BoundedText('Replace');
  let from = 0;
  for (const match of expression.matches(text)) {
    replaced.add(text.slice(from, match.start));
    for (const part of parts) replaced.add(typeof part === 'string' ? part : groupText(text, match, part));
    from = match.end;
  }
  replaced.add(text.slice(from));
  return replaced.toString();
}

/** A text with one group of every match replaced; whatever else matched stays. */
export function replaceGroups(text: string, expression: RegularExpression, group: number, replacement: string): string {
  const replaced = new BoundedText('Replace');
  let from = 0;
  for (const match of expression.matches(text)) {
    const span = match.group(group);
    if (!span) continue;
    replaced.add(text.slice(from, span.start));
    replaced.add(replacement);
    from = span.end;
  }
  replaced.add(text.slice(from));
  return replaced.toString();
}

/** What a group holds of a match; nothing where it took no part. */
export function groupText(text: string, match: Match, group: number): string {
  const span = match.group(group);
  return span ? text.slice(span.start, span.end) : '';
}
