const day = 86_400_000;

/** What the date filters ask with: the query, the time, and the account's offset. */
export interface DateQuestion {
  readonly query: URLSearchParams;
  readonly now: number;
  readonly utcOffset: string;
}

/**
 * A test of times for `created[]` or `updated[]`: a number of days back, or a range of days (samanage-api.md §2.6).
 * Undefined where nothing is asked, or what cannot be read.
 */
export function dateFilter(
  name: 'created' | 'updated',
  { query, now, utcOffset }: DateQuestion,
): ((at: string) => boolean) | undefined {
  const asked = query.get(`${name}[]`);
  if (asked === null) return undefined;
  if (/^\d+$/.test(asked)) return between(now - Number(asked) * day, Infinity);
  if (asked !== 'Select Date Range') return undefined;
  const from = dayIn(query.get(`${name}_custom_gte[]`), utcOffset);
  const to = dayIn(query.get(`${name}_custom_lte[]`), utcOffset);
  return between(from ?? -Infinity, to === undefined ? Infinity : to + day - 1);
}

const between = (from: number, to: number) => (at: string) => {
  const time = Date.parse(at);
  return time >= from && time <= to;
};

/** When a day begins; days come as `2018-01-01`, `Mar 20 2019` and `27/03/2019`. */
function dayIn(text: string | null, utcOffset: string): number | undefined {
  if (text === null) return undefined;
  const turned = text.replace(/^(\d{2})\/(\d{2})\/(\d{4})$/, '$3-$2-$1');
  const isIso = /^\d{4}-\d{2}-\d{2}$/.test(turned);
  const time = Date.parse(isIso ? `${turned}T00:00:00.000${utcOffset}` : `${turned} 00:00:00 GMT${utcOffset}`);
  return Number.isNaN(time) ? undefined : time;
}
