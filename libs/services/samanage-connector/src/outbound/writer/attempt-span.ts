import { inSpan, SpanKind, type WorkItem } from '@waybill/event-log';
import type { AccountWork, GroupWork } from '../../read-models/work/work-row';

/** Makes an attempt a part of the trace that its change came by, from the first call to what the log was told. */
export function inAttemptSpan(
  { payload, attempts }: WorkItem<AccountWork | GroupWork>,
  work: () => Promise<void>,
): Promise<void> {
  const attributes = { 'waybill.attempt': attempts };
  return inSpan(`attempt ${payload.kind}`, { kind: SpanKind.INTERNAL, parent: payload.traceparent, attributes }, work);
}
