import type { Comparison } from '@waybill/scim';
import type { Bind, Operand } from './filter-columns';
import { boundInstant, instantOfText, instantOfTime } from './filter-instants';

/** Something in it that is neither null nor an empty text; every value in it is looked at. */
const content = 'strict $.** ? (@.type() == "number" || @.type() == "boolean" || (@.type() == "string" && @ != ""))';

/** The condition that a value is there, be it empty. */
export function existence(operand: Operand): string {
  if (operand.kind === 'complex') return 'TRUE';
  return `${operand.kind === 'json' ? operand.value : operand.kind === 'text' ? operand.text : operand.time} IS NOT NULL`;
}

/** The condition that a value is not empty: TRUE if and only if it is; FALSE or NULL otherwise. */
export function presence(operand: Operand): string {
  switch (operand.kind) {
    case 'json':
      return `jsonb_path_exists(${operand.value}, '${content}')`;
    case 'text':
      return `${operand.text} <> ''`;
    case 'time':
      return `${operand.time} IS NOT NULL`;
    case 'complex':
      return 'TRUE';
  }
}

/**
 * The condition that a value compares so: TRUE if and only if it does; FALSE or NULL otherwise, as for a value of
 * another type. No cast in it can fail, whatever is stored.
 *
 * @returns undefined where what is at hand has no such comparison
 */
export function comparisonOf(operand: Operand, comparison: Comparison, bind: Bind): string | undefined {
  if (operand.kind === 'json') return jsonComparison(operand, comparison, bind);
  if (operand.kind === 'text' && comparison.as === 'text') return textComparison(operand.text, comparison, bind);
  if (operand.kind !== 'time' || comparison.as !== 'instant') return undefined;
  return `${instantOfTime(operand.time)} ${signs[comparison.operator]} ${boundInstant(comparison.value, bind)}`;
}

function jsonComparison(
  { value, text }: Extract<Operand, { kind: 'json' }>,
  comparison: Comparison,
  bind: Bind,
): string {
  switch (comparison.as) {
    case 'text':
      return `(${textComparison(text, comparison, bind)} AND jsonb_typeof(${value}) = 'string')`;
    case 'boolean':
      return `${value} = ${bind(String(comparison.value))}::jsonb`;
    case 'number': {
      const literal = `${bind(String(comparison.value))}::jsonb`;
      return `(${value} ${signs[comparison.operator]} ${literal} AND jsonb_typeof(${value}) = 'number')`;
    }
    case 'instant': {
      const literal = boundInstant(comparison.value, bind);
      return `(${instantOfText(text)} ${signs[comparison.operator]} ${literal} AND jsonb_typeof(${value}) = 'string')`;
    }
  }
}

const signs = { eq: '=', gt: '>', ge: '>=', lt: '<', le: '<=' } as const;

function textComparison(stored: string, comparison: Extract<Comparison, { as: 'text' }>, bind: Bind): string {
  const { operator, value, caseExact } = comparison;
  const text = caseExact ? stored : folded(stored);
  const literal = caseExact ? `${bind(value)}::text` : folded(`${bind(value)}::text`);
  switch (operator) {
    case 'eq':
      return `${text} = ${literal}`;
    case 'co':
      return `position(${literal} IN ${text}) > 0`;
    case 'sw':
      return `starts_with(${text}, ${literal})`;
    case 'ew':
      return `right(${text}, char_length(${literal})) = ${literal}`;
    default:
      // By code points; folded text brings its own order, which is the same.
      return `${text} ${signs[operator]} ${literal}${caseExact ? ' COLLATE "C"' : ''}`;
  }
}

/** As `foldCase` does it. Most texts are normalised already, and finding that out is cheaper than doing it again. */
const folded = (text: string): string => {
  const isNormalised = `octet_length(${text}) = char_length(${text}) OR ${text} IS NFC NORMALIZED`;
  return `lower((CASE WHEN ${isNormalised} THEN ${text} ELSE normalize(${text}, NFC) END) COLLATE "pg_unicode_fast")`;
};
