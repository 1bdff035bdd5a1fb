/** Which of some names is meant by one that is not among them; undefined where none comes near. */
export function nearestName(name: string, names: Iterable<string>): string | undefined {
  const folded = name.toLowerCase();
  let nearest: string | undefined;
  let least = Math.ceil(folded.length / 3) + 1;
  for (const each of names) {
    const distance = distanceBetween(folded, each.toLowerCase(), least);
    if (distance >= least) continue;
    nearest = each;
    least = distance;
  }
  return nearest;
}

const longest = 60;

/** How many letters must be put in, taken out or replaced; no more than `least` is looked for. */
function distanceBetween(one: string, other: string, least: number): number {
  if (one.length > longest || Math.abs(one.length - other.length) >= least) return least;
  let distances = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const letter of one) distances = nextDistances(letter, other, distances);
  return distances.at(-1) ?? least;
}

/** The distances of one letter more to each beginning of the other name. */
function nextDistances(letter: string, other: string, distances: readonly number[]): number[] {
  let left = (distances[0] ?? 0) + 1;
  return distances.map((above, index) => {
    if (index === 0) return left;
    const replaced = (distances[index - 1] ?? 0) + (letter === other[index - 1] ? 0 : 1);
    left = Math.min(replaced, above + 1, left + 1);
    return left;
  });
}

/** What a message ends with where a name is unknown and another comes near it. */
export function suggestion(name: string, names: Iterable<string>): string {
  const nearest = nearestName(name, names);
  return nearest === undefined ? '' : `; did you mean ${nearest}?`;
}
