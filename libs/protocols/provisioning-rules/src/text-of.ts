/**
 * What a value says as text; nothing of what has none. A complex value is told by its `value`, the significant part
 * (RFC 7643 §2.4).
 */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value === 'object' && value !== null && 'value' in value) return textOf(value.value);
  return '';
}
