import { DomainError, type Command, type Decider, type DomainEvent } from '@waybill/decider';
import type { LoggedEvent } from '../logged-event';
import { newId } from '../new-id';
import { ClaimBook } from './claims';
import { inboxVerdict } from './inbox';
import { RowBook } from './row-book';
import { type Handled, type Instruction, sourceStream, type StreamAfter, type Submission } from './submission';
import { type InboxEntry, inboxKey, Overlay, type StreamEntry, type WorkingSet } from './working-set';

/** A stream's row after the batch. */
export interface DecidedStream extends StreamEntry {
  readonly decider: string;
}

/** What a batch will write, and what each of its submissions is told once that is committed. */
export interface BatchDecision {
  readonly results: readonly Handled[];
  readonly events: readonly LoggedEvent[];
  readonly streams: ReadonlyMap<string, StreamEntry>;
  readonly deciders: ReadonlyMap<string, string>;
  readonly inbox: ReadonlyMap<string, InboxEntry>;
  readonly claims: ReadonlyMap<string, string>;
  /** Keys that were taken for free; the decision holds if they are. */
  readonly unreadClaims: ReadonlySet<string>;
}

/** What deciding needs of the outside, so that the same batch can be decided twice with the same result. */
export interface BatchContext {
  readonly workingSet: WorkingSet;
  readonly claimHolders: ReadonlyMap<string, string>;
  readonly recordedAt: string;
  /** The version of the event type's data that is written today; throws for a type the catalogue does not know. */
  readonly versionOf: (type: string) => number;
}

type LooseDecider = Decider<Command, unknown, DomainEvent>;

/** Decides a batch in memory, one submission after another, each on what its predecessors left. */
export function decideBatch(submissions: readonly Submission[], context: BatchContext): BatchDecision {
  const batch = new DecidingBatch(context);
  const results = submissions.map((submission) => batch.decide(submission));
  return { results, ...batch.outcome() };
}

class DecidingBatch {
  private readonly events: LoggedEvent[] = [];
  private tentative: LoggedEvent[] = [];
  private readonly streams: Overlay<StreamEntry>;
  private readonly deciders = new Map<string, string>();
  private readonly inbox: Overlay<InboxEntry>;
  private readonly claims: ClaimBook;
  private readonly jobPositions: Overlay<number>;
  private readonly rows: RowBook;

  constructor(private readonly context: BatchContext) {
    const { workingSet } = context;
    this.streams = new Overlay(workingSet.streams);
    this.inbox = new Overlay(workingSet.inbox);
    this.jobPositions = new Overlay(workingSet.jobPositions);
    this.claims = new ClaimBook(context.claimHolders);
    this.rows = new RowBook(workingSet.rows);
  }

  decide(submission: Submission): Handled {
    const turnedAway = this.takeIn(submission);
    if (turnedAway) return turnedAway;
    try {
      const streams = submission.instructions.map((instruction) => this.follow(instruction, submission));
      return { kind: 'handled', events: this.settle(), streams };
    } catch (error) {
      this.forget();
      return refusal(error, submission);
    }
  }

  outcome(): Omit<BatchDecision, 'results'> {
    return {
      events: this.events,
      streams: this.streams.changes(),
      deciders: this.deciders,
      inbox: this.inbox.changes(),
      claims: this.claims.changes(),
      unreadClaims: this.claims.unread,
    };
  }

  private takeIn({ origin, failure }: Submission): Handled | undefined {
    if (!origin) return undefined;
    const key = inboxKey(origin.consumer, sourceStream(origin));
    const verdict = inboxVerdict(this.inbox.get(key), origin.message);
    if (verdict.kind !== 'next') return verdict;
    if (failure !== undefined) return { kind: 'held', reason: failure, follows: false };
    this.inbox.set(key, { version: origin.message.streamVersion, eventId: origin.message.id });
    return undefined;
  }

  private follow({ decider, command }: Instruction, submission: Submission): StreamAfter {
    const rules = decider as unknown as LooseDecider;
    const stream = rules.stream(command);
    const before = this.streams.get(stream) ?? { version: 0, state: rules.initialState() };
    const decided = rules.decide(command, before.state, this.rows.shown(rules.needs?.(command)));
    if (decided.length === 0) return { stream, version: before.version, state: before.state };
    let { version, state } = before;
    for (const event of decided) {
      state = rules.evolve(state, event);
      version += 1;
      this.rows.follow(rules.rowChanges?.(event));
      this.tentative.push(this.place(event, { stream, version, job: command.jobId }, submission));
    }
    if (rules.claims) this.claims.move(stream, rules.claims(before.state), rules.claims(state));
    this.streams.set(stream, { version, state });
    this.deciders.set(stream, rules.name);
    return { stream, version, state };
  }

  private place(
    event: DomainEvent,
    at: { stream: string; version: number; job: string },
    submission: Submission,
  ): LoggedEvent {
    const jobPosition = (this.jobPositions.get(at.job) ?? 0) + 1;
    this.jobPositions.set(at.job, jobPosition);
    return {
      position: this.context.workingSet.position + this.events.length + this.tentative.length + 1,
      job: at.job,
      jobPosition,
      stream: at.stream,
      streamVersion: at.version,
      id: newId(),
      type: event.type,
      version: this.context.versionOf(event.type),
      data: event.data,
      metadata: submission.metadata,
      recordedAt: this.context.recordedAt,
    };
  }

  private settle(): readonly LoggedEvent[] {
    const settled = this.tentative;
    this.events.push(...settled);
    this.tentative = [];
    for (const part of [this.streams, this.inbox, this.jobPositions, this.claims, this.rows]) part.settle();
    return settled;
  }

  private forget(): void {
    this.tentative = [];
    for (const part of [this.streams, this.inbox, this.jobPositions, this.claims, this.rows]) part.forget();
  }
}

/** A refused command is told to its caller; a refused message waits, and those of its stream that follow it. */
function refusal(error: unknown, submission: Submission): Handled {
  const reason = error instanceof Error ? error.message : String(error);
  if (submission.origin) return { kind: 'held', reason, follows: false };
  if (error instanceof DomainError) return { kind: 'refused', error };
  return { kind: 'refused', error: new DomainError('internal', 'event-log.decider-failed', reason) };
}
