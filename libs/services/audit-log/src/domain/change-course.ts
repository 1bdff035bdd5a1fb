import {
  accountDesired,
  changeReceived,
  changeReleased,
  type DesiredValues,
  type DirectoryWrite,
  directoryWrites,
  groupDesired,
  membersDesired,
  type Step,
} from '@waybill/contracts';
import { isComplete, type ReceivedParts, receivedParts } from './received-change';
import { type Outcome, tellingOf } from './telling';

/** What is known of a change besides the event that is told: how it began, what was decided, and who let it go. */
export interface ChangeParts extends ReceivedParts {
  readonly decision?: {
    readonly steps: readonly Step[];
    /** Samanage members whose values no log may show; missing in what was kept before there were any. */
    readonly redacted?: readonly string[];
  };
  /** Who allowed what the deletion brake held back; ISO 8601, UTC. */
  readonly released?: { readonly by: string; readonly at: string };
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

/**
 * The causes with which a change begins where it is told: those of mapping's own, and of the connector's. What Azure AD
 * wrote began at ingress, and what an admin lets go began before (`Cause` of the contracts).
 */
const beginnings: ReadonlySet<unknown> = new Set(['cycle', 'membership', 'reference-appeared']);

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

function knownFrom({ type, data }: Recorded, at: string): ChangeParts {
  if (type === changeReleased.type) return { released: { by: String(data['releasedBy']), at } };
  if (passingOn.has(type)) return decisionIn(data);
  return type === changeReceived.type ? repeatedIn(data) : {};
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
