/**
 * What a SCIM value says as text; nothing of what has none. A complex value is told by its `value`, the significant
 * part (RFC 7643 §2.4), which is never complex itself.
 */
export function plainText(value: unknown): string {
  const significant = typeof value === 'object' && value !== null && 'value' in value ? value.value : value;
  if (typeof significant === 'string') return significant;
  return typeof significant === 'number' || typeof significant === 'boolean' ? String(significant) : '';
}
