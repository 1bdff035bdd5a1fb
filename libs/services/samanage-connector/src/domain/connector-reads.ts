import type { ConnectorChangeParked } from '@waybill/contracts';
import type { Subject } from './open-changes';
import type { Values } from './values';

export type SubjectType = Subject['subjectType'];

/** A change that cannot be applied now, as an admin is shown it. */
export interface ParkedEntry extends Subject {
  readonly changeId: string;
  readonly displayName: string;
  readonly action: ConnectorChangeParked['data']['action'];
  /** As entra-provisioning.md §6.4 names it. */
  readonly code: string;
  readonly reason: string;
  /** Of the newest version, since an admin last asked for one. */
  readonly attempts: number;
  readonly nextAttemptAt: Date;
  readonly parkedAt: Date;
}

/** Which parked changes are asked for: of one code, of display names that contain a text in any letter case. */
export interface ParkedQuery {
  readonly code: string | null;
  readonly search: string | null;
}

/** Which account or group at Samanage belongs to a subject of the directory, and what is known of it there. */
export interface LinkEntry {
  readonly directoryId: string;
  readonly type: SubjectType;
  readonly samanageId: number;
  /** Null until it was read at Samanage for the first time. */
  readonly name: string | null;
  readonly email: string | null;
  /** As Samanage answered last, in its member names. */
  readonly applied: Values;
  /** Members that Samanage did not take over, with the value that was sent. */
  readonly refused: Values;
  /** Somebody the account refers to who has no account yet, by his directory id. */
  readonly waitsFor: string | null;
}

/** Which links are asked for; what is null says nothing. */
export interface LinksQuery {
  readonly type: SubjectType | null;
  /** A part of a name or e-mail address in any letter case, a whole directory id, or a whole Samanage id. */
  readonly search: string | null;
}

/** A part of a list in the order of the directory ids: what comes after one of them. */
export interface ConnectorPage {
  readonly after: string | null;
  readonly limit: number;
}

/** What the management API asks of parked changes and links, as of the last commit. */
export abstract class ConnectorReads {
  abstract parked(jobId: string, query: ParkedQuery, page: ConnectorPage): Promise<ParkedEntry[]>;
  abstract parkedChange(jobId: string, changeId: string): Promise<ParkedEntry | undefined>;
  /** Whether a parked change has values that could be others; one that only says whether a subject is to be has none. */
  abstract hasValues(jobId: string, changeId: string): Promise<boolean>;

  abstract links(jobId: string, query: LinksQuery, page: ConnectorPage): Promise<LinkEntry[]>;
  abstract link(jobId: string, directoryId: string): Promise<LinkEntry | undefined>;
  /** A subject that the connector has heard of, linked or not. */
  abstract subject(jobId: string, directoryId: string): Promise<Subject | undefined>;
  /** The subjects of a job that an account or group is linked to, by their directory ids. */
  abstract linkedTo(jobId: string, type: SubjectType, samanageId: number): Promise<string[]>;
}

/** Admins who link subjects of the same job go one after another, whichever process they ask. */
export abstract class LinkTurns {
  abstract inTurn<Result>(jobId: string, work: () => Promise<Result>): Promise<Result>;
}
