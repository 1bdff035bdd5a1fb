/** Whether a value is what JSON calls an object. */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const names: ReadonlyMap<string, string> = new Map([
  ['string', 'a text'],
  ['number', 'a number'],
  ['object', 'an object'],
]);

/** What a value is, as messages name it. */
export function nameOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'boolean') return String(value);
  return names.get(typeof value) ?? typeof value;
}

const longestQuote = 60;

/** A text as a message shows it: long ones are cut. */
export const quoted = (text: string): string =>
  JSON.stringify(text.length > longestQuote ? `${text.slice(0, longestQuote)}…` : text);

/** Words as a message lists them: `a, b or c`. */
export const either = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;

/** Whether objects and lists stand in each other more than so many times; takes no longer for what never ends. */
export function isDeeperThan(most: number, content: unknown): boolean {
  const open: { readonly value: unknown; readonly depth: number }[] = [{ value: content, depth: 0 }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, depth } = next;
    if (typeof value !== 'object' || value === null) continue;
    if (depth >= most) return true;
    for (const each of Object.values(value)) open.push({ value: each, depth: depth + 1 });
  }
  return false;
}
