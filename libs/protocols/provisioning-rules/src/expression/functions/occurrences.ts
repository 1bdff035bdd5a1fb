/**
 * Where a text occurs in another, without those that overlap one before, by Knuth, Morris and Pratt: `indexOf` takes
 * minutes for texts that are made for it. An empty text occurs nowhere.
 */
export function* occurrences(text: string, wanted: string): Generator<number, void, void> {
  if (wanted === '') return;
  const borders = bordersOf(wanted);
  let matched = 0;
  for (let at = 0; at < text.length; at += 1) {
    matched = extended(wanted, borders, matched, text.charCodeAt(at));
    if (matched < wanted.length) continue;
    yield at - wanted.length + 1;
    matched = 0;
  }
}

/** The length of the longest beginning of a text that each of its beginnings ends with, itself left aside. */
function bordersOf(wanted: string): Int32Array {
  const borders = new Int32Array(wanted.length);
  for (let at = 1, matched = 0; at < wanted.length; at += 1) {
    matched = extended(wanted, borders, matched, wanted.charCodeAt(at));
    borders[at] = matched;
  }
  return borders;
}

function extended(wanted: string, borders: Int32Array, matched: number, unit: number): number {
  let length = matched;
  while (length > 0 && wanted.charCodeAt(length) !== unit) length = borders[length - 1] ?? 0;
  return wanted.charCodeAt(length) === unit ? length + 1 : 0;
}
