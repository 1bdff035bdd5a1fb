import { mergeNeeds, type Row, rowsOf, type RowsNeeded } from '@waybill/decider';
import type { PoolClient } from 'pg';
import type { Collection } from '../collection';
import { type Sql, together } from '../database';
import type { Instruction, Submission } from './submission';
import type { WorkingSet } from './working-set';

/**
 * Reads the rows that the commands of a batch need, each collection once; asks for nothing where none needs any.
 *
 * @returns an entry for each owner in each collection; rows of a collection that is not there have none
 */
export async function readNeededRows(
  client: PoolClient,
  submissions: readonly Submission[],
  collections: readonly Collection[],
): Promise<WorkingSet['rows']> {
  const needed = neededBy(submissions);
  if (needed.length === 0) return new Map();
  const byCollection = Map.groupBy(needed, ({ collection }) => collection);
  const read = await together(client, () =>
    collections.flatMap((collection) => {
      const places = byCollection.get(collection.name);
      return places ? [readCollection(client, collection, places)] : [];
    }),
  );
  return new Map(read.flat());
}

/** What the commands of a batch need together: each owner in each collection once. */
export const neededBy = (submissions: readonly Submission[]): RowsNeeded[] =>
  mergeNeeds(submissions.flatMap(({ instructions }) => instructions.flatMap(neededByOne)));

/** A decider that fails here fails again when the command is decided, and there its neighbours do not suffer. */
function neededByOne({ decider, command }: Instruction): readonly RowsNeeded[] {
  try {
    return decider.needs?.(command as never) ?? [];
  } catch {
    return [];
  }
}

async function readCollection(
  tx: Sql,
  collection: Collection,
  needed: readonly RowsNeeded[],
): Promise<[string, ReadonlyMap<string, Row>][]> {
  const found = Map.groupBy(await collection.read(tx, needed), ({ owner }) => owner);
  return needed.map((place) => [
    rowsOf(place),
    new Map(found.get(place.owner)?.map(({ key, row }) => [key, row] as const)),
  ]);
}
