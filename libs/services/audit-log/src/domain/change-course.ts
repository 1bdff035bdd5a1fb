import {
  accountDesired,
  type Cause,
  changeReceived,
  changeReleased,
  type ConnectorCause,
  type DesiredValues,
  type DirectoryWrite,
  directoryWrites,
  groupChangeReceived,
  groupDesired,
  membersDesired,
  membershipsWritten,
  type MembershipsWritten,
  type Step,
} from '@waybill/contracts';
import { type AdminWord, adminWordIn, mostWords } from './admin-words';
import { isComplete, type ReceivedParts, receivedParts } from './received-change';
import { type Outcome, tellingOf } from './telling';
import { bothWritten, type WrittenMembers, writtenIn } from './written-members';

/** What is known of a change besides the event that is told: how it began, what was decided, and who let it go. */
export interface ChangeParts extends ReceivedParts {
  readonly decision?: {
    readonly steps: readonly Step[];
    /** Samanage members whose values no log may show; missing in what was kept before there were any. */
    readonly redacted?: readonly string[];
  };
  /** Who allowed what the deletion brake held back; ISO 8601, UTC. */
  readonly released?: { readonly by: string; readonly at: string };
  /** What admins said about it at the connector, in their order. */
  readonly words?: readonly AdminWord[];
  /** Whom the calls of it brought into a group and took out of it. */
  readonly memberships?: WrittenMembers;
}

/** What is known of a change once more is known: of what is told bit by bit, the later bit comes second. */
export function bothParts(before: ChangeParts, next: ChangeParts): ChangeParts {
  const words = [...(before.words ?? []), ...(next.words ?? [])].slice(-mostWords);
  const memberships =
    before.memberships && next.memberships
      ? bothWritten(before.memberships, next.memberships)
      : (next.memberships ?? before.memberships);
  return { ...before, ...next, ...(words.length > 0 && { words }), ...(memberships && { memberships }) };
}

/** What one event means for the course of its change. */
export interface Course {
  /** The change began with it, in the service that tells it. */
  readonly opens: boolean;
  /** Mapping passed the change on to the connector. */
  readonly passedOn: boolean;
  /** The outcome in which the change ended, if it did. */
  readonly outcome: Outcome | null;
  readonly parts: ChangeParts;
}

interface Recorded {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

const writes: ReadonlySet<string> = new Set(directoryWrites.map(({ type }) => type));
const passingOn: ReadonlySet<string> = new Set([accountDesired.type, groupDesired.type, membersDesired.type]);
/** The connector's own telling of what it took over; of members it repeats nothing that was decided. */
const repeating: ReadonlySet<string> = new Set([changeReceived.type, groupChangeReceived.type]);

/**
 * The causes with which a change begins where it is told: those of mapping's own, and of the connector's. What Azure AD
 * wrote began at ingress, and what an admin lets go began before (`Cause` and `ConnectorCause` of the contracts).
 */
const beginnings: ReadonlySet<unknown> = new Set<Cause | ConnectorCause>([
  'cycle',
  'membership',
  'on-demand',
  'reference-appeared',
  'drift',
  'relinked',
]);

/** Reads an event, in today's version, as a part of the change it speaks of; `at` is when it was recorded. */
export function courseOf(event: Recorded, at: string): Course {
  if (writes.has(event.type)) {
    const write = event as unknown as DirectoryWrite;
    return { opens: isComplete(write), passedOn: false, outcome: null, parts: receivedParts(write, at) };
  }
  const { type, data } = event;
  const isLast = data['part'] === data['parts'];
  return {
    opens: isLast && beginnings.has(data['cause']),
    passedOn: isLast && passingOn.has(type),
    outcome: tellingOf(event)?.outcome ?? null,
    parts: isLast ? knownFrom(event, at) : {},
  };
}

function knownFrom(event: Recorded, at: string): ChangeParts {
  const { type, data } = event;
  if (type === changeReleased.type) return { released: { by: String(data['releasedBy']), at } };
  if (type === membershipsWritten.type) return { memberships: writtenIn(data as MembershipsWritten['data']) };
  if (passingOn.has(type)) return decisionIn(data);
  if (repeating.has(type)) return repeatedIn(data);
  const word = adminWordIn(event, at);
  return word ? { words: [word] } : {};
}

function decisionIn(data: Recorded['data']): Pick<ChangeParts, 'decision'> {
  const { steps, account, group } = data as {
    steps: readonly Step[];
    account?: DesiredValues | null;
    group?: DesiredValues | null;
  };
  return { decision: { steps, redacted: (account ?? group)?.redacted ?? [] } };
}

/**
 * The connector repeats word by word what it was told, on the stream of the outcome: so what no log may show is known
 * here before there is a value to show. A change that it opens itself has its decision from nowhere else.
 */
function repeatedIn(data: Recorded['data']): ChangeParts {
  const repeated = decisionIn(data);
  const isNews = data['cause'] !== 'desired' || repeated.decision?.redacted?.length !== 0;
  return isNews ? repeated : {};
}
