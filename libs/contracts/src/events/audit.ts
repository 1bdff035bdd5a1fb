import { z } from 'zod';
import { defineContext, defineEvent, type EventOf, personal } from '../catalogue/define-event';

export const entryRecorded = defineEvent({
  type: 'audit.entry-recorded',
  version: 1,
  meaning: 'An event of another service was taken into the audit log, with its place in the log it comes from.',
  data: z.object({
    /** Where the event stands in the log of its service; `jobPosition` is gapless, so a withheld event shows. */
    source: z.object({
      service: z.string(),
      position: z.int(),
      jobPosition: z.int(),
      stream: z.string(),
      streamVersion: z.int(),
      eventId: z.uuid(),
      recordedAt: z.iso.datetime(),
    }),
    type: z.string(),
    version: z.int(),
    metadata: z.record(z.string(), z.string()),
    data: personal(z.record(z.string(), z.unknown())),
  }),
});

export const auditContext = defineContext({
  source: 'audit-log',
  topic: null,
  events: [entryRecorded],
});

export type EntryRecorded = EventOf<typeof entryRecorded>;
