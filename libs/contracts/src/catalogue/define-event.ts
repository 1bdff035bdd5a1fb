import type { z } from 'zod';

/** The type of an event as a value: its name on the wire, the version of its data, and their schema. */
export interface EventDefinition<Type extends string = string, Schema extends z.ZodType = z.ZodType> {
  /** `context.noun-past-participle`. */
  readonly type: Type;
  /** Version of the data that is written today. */
  readonly version: number;
  readonly data: Schema;
  /** One sentence for `docs/events.md`: when it happens. */
  readonly meaning: string;
  /** Older version → what makes its data those of the next one. What is stored never changes; it is read so. */
  readonly upcasts?: Readonly<Record<number, Upcast>>;
}

export type Upcast = (data: Record<string, unknown>) => Record<string, unknown>;

export function defineEvent<Type extends string, Schema extends z.ZodType>(
  definition: EventDefinition<Type, Schema>,
): EventDefinition<Type, Schema> {
  return definition;
}

/** The event that a definition describes, as a decider emits it. */
export type EventOf<Definition> =
  Definition extends EventDefinition<infer Type, infer Schema>
    ? { readonly type: Type; readonly data: z.infer<Schema> }
    : never;

/** Events that share a topic, because order between them matters. */
export interface EventContext {
  /** The service whose log the events are born in. */
  readonly source: string;
  /** Under which they travel, after the installation's prefix; null where nobody listens. */
  readonly topic: string | null;
  readonly events: readonly EventDefinition[];
}

export function defineContext<Context extends EventContext>(context: Context): Context {
  return context;
}

/**
 * Marks a field that tells something of a person. Erasure blanks exactly these fields, and no others may hold such
 * data (architecture §7).
 */
export function personal<Schema extends z.ZodType>(schema: Schema): Schema {
  return schema.meta({ personal: true });
}
