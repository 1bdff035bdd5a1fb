import { contexts, type EntryRecorded } from '@waybill/contracts';
import { instruct } from '@waybill/event-log';
import type { Reaction } from '@waybill/messaging';
import { ledger } from '../domain/ledger';

/** The services whose events are recorded. */
export const recordedServices = ['scim-ingress', 'mapping', 'samanage-connector'];

/** Records every event of every service, with its place in the log it comes from. */
export const recordEverything: Reaction = {
  on: contexts
    .filter(({ source }) => recordedServices.includes(source))
    .flatMap(({ events }) => events.map(({ type }) => type)),
  asRecorded: true,
  react: ({ source: service, job: jobId, position, jobPosition, stream, streamVersion, ...event }) => {
    const { id: eventId, recordedAt, type, version, metadata, data } = event;
    const entry: EntryRecorded['data'] = {
      source: { service, position, jobPosition, stream, streamVersion, eventId, recordedAt },
      type,
      version,
      metadata: { ...metadata },
      data: data as Record<string, unknown>,
    };
    return [instruct(ledger, { type: 'record-entry', jobId, entry })];
  },
};
