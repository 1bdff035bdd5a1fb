import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const abandonedAfterMilliseconds = 3_600_000;

/**
 * Makes a folder where there is none. It is filled beside its place and moved there whole, so that a crash leaves
 * nothing half done, and of several who make it at once all get the one that was there first.
 *
 * @throws what `fill` throws; the place is then as it was
 */
export async function makeWhole(place: string, fill: (folder: string) => Promise<void>): Promise<void> {
  if (existsSync(place)) return;
  mkdirSync(dirname(place), { recursive: true });
  removeAbandoned(place);
  const unfinished = mkdtempSync(unfinishedPrefix(place));
  try {
    await fill(unfinished);
    moveUnlessThere(unfinished, place);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

const unfinishedPrefix = (place: string): string => `${place}.new-`;

function moveUnlessThere(from: string, place: string): void {
  try {
    renameSync(from, place);
  } catch (error) {
    if (!existsSync(place)) throw error;
  }
}

/** What others left who were killed; whoever is still at it has touched his folder within the hour. */
function removeAbandoned(place: string): void {
  const prefix = basename(unfinishedPrefix(place));
  for (const name of readdirSync(dirname(place)).filter((each) => each.startsWith(prefix))) {
    const left = join(dirname(place), name);
    const age = Date.now() - (statSync(left, { throwIfNoEntry: false })?.mtimeMs ?? Infinity);
    if (age > abandonedAfterMilliseconds) rmSync(left, { recursive: true, force: true });
  }
}
