import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { EventDefinition } from './define-event';

/** Tells whether the data of an event type are what they were when its version was recorded. */
export const schemaFingerprint = (event: EventDefinition): string =>
  createHash('sha256')
    .update(JSON.stringify(z.toJSONSchema(event.data)))
    .digest('hex')
    .slice(0, 16);
