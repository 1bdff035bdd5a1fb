import type { LoggedEvent } from '../logged-event';
import type { Held } from './submission';
import type { InboxEntry } from './working-set';

/** What the inbox says of a message: the next of its stream, one that was taken in before, or one out of turn. */
export type InboxVerdict = { kind: 'next' } | { kind: 'suppressed' } | Held;

/**
 * Compares a message with the last one taken in from its stream (architecture §4): lower versions are suppressed,
 * the next is accepted, a gap waits, and a version that comes again with another id is never applied.
 */
export function inboxVerdict(last: InboxEntry | undefined, message: LoggedEvent): InboxVerdict {
  const expected = (last?.version ?? 0) + 1;
  if (message.streamVersion === expected) return { kind: 'next' };
  if (message.streamVersion > expected) {
    const reason = `version ${message.streamVersion} arrived where ${expected} is missing`;
    return { kind: 'held', reason, follows: true };
  }
  if (last && message.streamVersion === last.version && message.id !== last.eventId) {
    const reason = `version ${last.version} arrived again as another event: the source was changed`;
    return { kind: 'held', reason, follows: false, contradicts: true };
  }
  return { kind: 'suppressed' };
}
