/** Who or what an event goes back to; copied from the command into every event it leads to. */
export interface EventMetadata {
  /** One id for everything that follows from one request of the outside. */
  readonly correlationId: string;
  /** The id of the event that led to this one; absent where a request did. */
  readonly causationId?: string;
  /** A principal such as `azure-ad`, `admin:local` or `service:mapping`; never a person's name. */
  readonly actor: string;
  /** W3C trace context of the request, so that one trace crosses the log. */
  readonly traceparent?: string;
}

/** An event with the place the log gave it (architecture §4). */
export interface LoggedEvent<Type extends string = string, Data = unknown> {
  /** Gapless over the log, in commit order. */
  readonly position: number;
  readonly job: string;
  /** Gapless over the job. */
  readonly jobPosition: number;
  readonly stream: string;
  /** Gapless over the stream, from 1. */
  readonly streamVersion: number;
  readonly id: string;
  readonly type: Type;
  /** Version of the event type's data. */
  readonly version: number;
  readonly data: Data;
  readonly metadata: EventMetadata;
  /** ISO 8601, UTC. */
  readonly recordedAt: string;
}
