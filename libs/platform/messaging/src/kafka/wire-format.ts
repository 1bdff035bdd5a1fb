import type { LoggedEvent } from '@waybill/event-log';
import { z } from 'zod';
import type { Message } from '../message-bus';
import type { BrokerRecord, OutgoingRecord } from './broker';

const envelope = z.object({
  source: z.string().min(1),
  position: z.int().positive(),
  job: z.string(),
  jobPosition: z.int().positive(),
  stream: z.string().min(1),
  streamVersion: z.int().positive(),
  id: z.uuid(),
  type: z.string().min(1),
  version: z.int().positive(),
  data: z.unknown(),
  metadata: z.looseObject({ correlationId: z.string(), actor: z.string() }),
  recordedAt: z.iso.datetime(),
});

/** An event as it travels: the whole of it as JSON, keyed by its stream; what a tool wants to see is in the headers. */
export function recordOf(source: string, event: LoggedEvent): OutgoingRecord {
  const { stream, id, type, version, metadata } = event;
  const { traceparent } = metadata;
  return {
    key: stream,
    value: JSON.stringify({ source, ...event }),
    headers: { id, type, version: String(version), ...(traceparent ? { traceparent } : {}) },
  };
}

/** @throws Error that says why the bytes are no message of ours */
export function messageOf({ key, value }: BrokerRecord): Message {
  if (value === null) throw new Error('it has no value');
  const read = envelope.safeParse(JSON.parse(value.toString('utf8')));
  if (!read.success) {
    throw new Error(read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '));
  }
  if (key?.toString('utf8') !== read.data.stream) throw new Error('its key is not its stream');
  return read.data;
}

/** The message that bytes are, if they are one. */
export function readableMessage(record: BrokerRecord): Message | undefined {
  try {
    return messageOf(record);
  } catch {
    return undefined;
  }
}
