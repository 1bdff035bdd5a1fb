import type { ConnectedJob } from './connected-job';
import type { SubjectType } from './connector-reads';
import type { CredentialKind, KeptCredentials, Quarantine } from './job-state';

/** A value that shows itself only to who asks for it. */
export interface Concealed {
  reveal(): string;
}

/** Credentials that may be kept or not: a token, or `user:password`. */
export interface Credentials {
  readonly kind: CredentialKind;
  readonly secret: Concealed;
}

/** Where Samanage is spoken to, and with what. */
export interface Connection extends Credentials {
  readonly baseAddress: string;
}

/** Whose credentials they are. */
export interface TokenOwner {
  readonly id: number;
  readonly email: string;
  readonly name: string;
  readonly role: string;
}

/** Where credentials are tested. */
export interface TestedAddress {
  /** As it was given; null where it is to be found out. */
  readonly baseAddress: string | null;
  /** What the job uses so far. */
  readonly before: string | null;
}

/** What a test of a connection found. */
export type ConnectionTest =
  | {
      readonly ok: true;
      readonly baseAddress: string;
      /** Null where Samanage does not tell. */
      readonly owner: TokenOwner | null;
      /** What could not be proved, if anything. */
      readonly remark: string | null;
    }
  | FailedTest;

/** A test that failed, in words that say what to do. */
export interface FailedTest {
  readonly ok: false;
  readonly code: string;
  readonly sentence: string;
  readonly request: Quarantine['request'];
}

/** Whether an account or group is there; `no-group` is a person's own hidden group or a queue (samanage-api.md §3.3, §3.4). */
export type SubjectAtSamanage = 'there' | 'absent' | 'no-group';

/** Connections of jobs to Samanage, as the management API deals with them. */
export abstract class Connections {
  /** What the operator configured for jobs that have no credentials of their own, by what may be told of it. */
  abstract readonly configured: Omit<KeptCredentials, 'credentialId'> | null;

  /** @throws DomainError `unavailable` where there is nothing to encrypt credentials with */
  abstract assertCanKeep(): void;

  /**
   * An address as it is kept and compared.
   *
   * @throws DomainError `invalid` for one that must not be called
   */
  abstract checkedAddress(baseAddress: string): string;

  /** The region that an address is of: `us`, `eu` or `au`; null for any other. */
  abstract regionOf(baseAddress: string): string | null;

  /** Tests credentials at an address, or finds the one that takes them. */
  abstract test(credentials: Credentials, at: TestedAddress): Promise<ConnectionTest>;

  /**
   * What is used for a job now: its own, else what the operator configured.
   *
   * @throws DomainError `unavailable` for credentials that cannot be decrypted
   */
  abstract inUse(job: ConnectedJob): Promise<Connection | undefined>;

  /**
   * The credentials that were kept under an id.
   *
   * @throws DomainError `unavailable` for those that cannot be decrypted
   */
  abstract kept(jobId: string, kept: KeptCredentials): Promise<Connection>;

  /**
   * Stores credentials encrypted, before a command names their id.
   *
   * @throws DomainError `unavailable` where there is nothing to encrypt them with
   */
  abstract keep(jobId: string, connection: Connection): Promise<KeptCredentials>;

  /**
   * Looks at Samanage, with what the job uses, whether there is an account or group of a number.
   *
   * @throws DomainError `unavailable` where it cannot be asked
   */
  abstract subjectAt(job: ConnectedJob, type: SubjectType, samanageId: number): Promise<SubjectAtSamanage>;
}
