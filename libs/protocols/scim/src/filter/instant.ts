import { isDateTime } from '../resource/simple-values';

/**
 * The instant that a dateTime names, in milliseconds since 1970; what is finer is cut. Without a zone it is in UTC.
 *
 * @returns undefined for a text that is no dateTime (RFC 7643 §2.3.5)
 */
export function instantOf(text: string): number | undefined {
  if (!isDateTime(text)) return undefined;
  const [, fraction = ''] = /\.(\d{1,3})/.exec(text) ?? [];
  const [zone = 'Z'] = /(?:Z|[+-]\d\d:\d\d)$/.exec(text) ?? [];
  return Date.parse(`${text.slice(0, 19)}.${fraction.padEnd(3, '0')}${zone}`);
}
