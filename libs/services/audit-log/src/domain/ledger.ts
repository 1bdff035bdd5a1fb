import type { EntryRecorded } from '@waybill/contracts';
import type { Command, Decider } from '@waybill/decider';

interface RecordEntry extends Command {
  readonly type: 'record-entry';
  readonly entry: EntryRecorded['data'];
}

/** The record of one stream of another service: each of its events once, in its order (architecture §7). */
export const ledger: Decider<RecordEntry, { version: number }, EntryRecorded> = {
  name: 'ledger',
  stream: ({ entry }) => `${entry.source.service}/${entry.source.stream}`,
  initialState: () => ({ version: 0 }),
  evolve: (_, { data }) => ({ version: data.source.streamVersion }),
  decide: ({ entry }, { version }) =>
    entry.source.streamVersion <= version ? [] : [{ type: 'audit.entry-recorded', data: entry }],
};
