import type { Row, RowsNeeded } from '@waybill/decider';
import type { Sql } from './database';

/** A row of a collection as it is stored. */
export interface StoredRow {
  readonly owner: string;
  readonly key: string;
  readonly row: Row;
}

/**
 * Rows that commands may need to see (architecture §3). An inline read model writes them, so what is stored is what
 * the events of the log have made of them.
 */
export interface Collection {
  /** What deciders call it. */
  readonly name: string;
  /**
   * Reads rows with one statement, issued before anything is waited for, so that it travels with the batch's other
   * reads (ADR 7). The caller holds the log's lock: nothing changes the rows meanwhile.
   *
   * @param needed each owner once
   * @returns the rows that are there
   */
  read(tx: Sql, needed: readonly RowsNeeded[]): Promise<readonly StoredRow[]>;
}
