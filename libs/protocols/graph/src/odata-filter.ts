/** One condition of a `$filter`. */
export interface Condition {
  readonly property: string;
  readonly operator: 'eq';
  readonly value: string;
}

/** A query option that cannot be used; the message says what and where. */
export class ODataError extends Error {
  override readonly name = 'ODataError';
}

// A NUL is no part of any text, and databases choke on it.
const condition = /\s*([A-Za-z][\w/]*)\s+([A-Za-z]+)\s+'((?:[^'\0]|'')*)'\s*/y;
const and = /and\b/iy;

/**
 * Reads a `$filter` of conditions `property eq 'text'` joined by `and`; a quote within a text is doubled.
 *
 * @param properties what may be filtered by
 * @throws ODataError that names the position, or the property or operator that is not known
 */
export function parseODataFilter(text: string, properties: readonly string[]): Condition[] {
  const conditions: Condition[] = [];
  let at = 0;
  for (;;) {
    condition.lastIndex = at;
    const found = condition.exec(text);
    if (!found) throw new ODataError(`$filter cannot be read at position ${at + 1}: expected property eq 'text'`);
    const [piece, property = '', operator = '', literal = ''] = found;
    conditions.push(checked({ property, operator, value: literal.replaceAll("''", "'") }, properties));
    at += piece.length;
    if (at >= text.length) return conditions;
    and.lastIndex = at;
    if (!and.test(text)) throw new ODataError(`$filter cannot be read at position ${at + 1}: expected and`);
    at += 'and'.length;
  }
}

function checked(
  { property, operator, value }: { property: string; operator: string; value: string },
  properties: readonly string[],
): Condition {
  if (!properties.includes(property)) {
    throw new ODataError(`$filter: "${property}" cannot be filtered by; these can: ${properties.join(', ')}`);
  }
  if (operator !== 'eq') throw new ODataError(`$filter: the operator "${operator}" is not supported; eq is`);
  return { property, operator, value };
}
