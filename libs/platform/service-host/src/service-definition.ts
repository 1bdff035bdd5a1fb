import type { AnyDecider } from '@waybill/decider';
import type {
  Collection,
  EventLog,
  InlineReadModel,
  Running,
  SchemaDefinition,
  Subscription,
} from '@waybill/event-log';
import type { Reaction } from '@waybill/messaging';
import type { Pool } from 'pg';
import type { TallyDefinition } from './tally/tally-definition';

/** What a service's parts work with. */
export interface ServiceResources {
  readonly pool: Pool;
  readonly log: EventLog;
  /** Hears of what failed and is tried again, with the part of the service it failed in. */
  readonly onError: (part: string, error: unknown) => void;
}

/** A service as a value: what it keeps, what it listens to, and what it does. */
export interface ServiceDefinition extends SchemaDefinition {
  /** As the folder list names it, e.g. `scim-ingress`. */
  readonly name: string;
  /** The rules of its streams, by what their names begin with, up to the first `-`. */
  readonly deciders: Readonly<Record<string, AnyDecider>>;
  /** Read models that are written with the events themselves. */
  readonly inline: readonly InlineReadModel[];
  /** What commands may need rows of; each is written by one of the inline read models. */
  readonly collections?: readonly Collection[];
  /** Read models that follow the log. */
  readonly projections: readonly Subscription[];
  /** The services whose events it hears. */
  readonly sources: readonly string[];
  /** What it does about them. */
  reactions(resources: ServiceResources): readonly Reaction[];
  /** What it counts for conservation; a service in which no change begins or ends has none. */
  readonly tally?: TallyDefinition;
  /** Everything else that runs as long as the service does, e.g. workers. */
  runners?(resources: ServiceResources): readonly Running[];
}
