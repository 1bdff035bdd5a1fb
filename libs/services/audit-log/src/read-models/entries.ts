import { type EntryRecorded, upcast } from '@waybill/contracts';
import type { LoggedEvent } from '@waybill/event-log';

/** What the audit log has recorded: events of the other services, each with its place in the log it comes from. */
export type Entries = readonly LoggedEvent<string, EntryRecorded['data']>[];

/** The recorded events as today's code knows them; the record keeps them as they were. */
export const entriesOf = (events: readonly LoggedEvent[]): Entries =>
  (events as Entries).map((event) => ({ ...event, data: upcast(event.data) }));
