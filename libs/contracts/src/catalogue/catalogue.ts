import { auditContext } from '../events/audit';
import { directoryContext } from '../events/directory';
import { mappingContext } from '../events/mapping';
import { samanageContext } from '../events/samanage';
import type { EventContext, EventDefinition } from './define-event';

/** Everything that crosses a service boundary. */
export const contexts: readonly EventContext[] = [directoryContext, mappingContext, samanageContext, auditContext];

const definitions = new Map<string, EventDefinition>(
  contexts.flatMap((context) => context.events.map((event) => [event.type, event] as const)),
);

/**
 * @throws Error for a type that is not in the catalogue: writing it is a bug, and reading it means that another
 *   service is newer than this one
 */
export function definitionOf(type: string): EventDefinition {
  const definition = definitions.get(type);
  if (!definition) throw new Error(`the event catalogue does not know ${type}`);
  return definition;
}

/** The version of an event type's data that is written today. */
export const versionOf = (type: string): number => definitionOf(type).version;
