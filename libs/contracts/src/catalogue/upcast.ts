import { definitionOf } from './catalogue';

/** What reading needs of an event: how its data were written. */
interface Written {
  readonly type: string;
  readonly version: number;
  readonly data: unknown;
}

/**
 * Reads an event as today's code knows it: data of an older version become those of today's, step by step.
 *
 * @throws Error for a type that is not in the catalogue, and for a version that is newer than it: another service runs
 *   a newer release, and what it says must wait for ours
 */
export function upcast<Event extends Written>(event: Event): Event {
  const { type, version: today, upcasts = {} } = definitionOf(event.type);
  if (event.version > today) {
    throw new Error(`${type} version ${event.version} is newer than this release, which knows version ${today}`);
  }
  if (event.version === today) return event;
  let data = event.data as Record<string, unknown>;
  for (let version = event.version; version < today; version += 1) {
    const step = upcasts[version];
    if (!step) throw new Error(`nothing makes ${type} version ${version} a version ${version + 1}`);
    data = step(data);
  }
  return { ...event, version: today, data };
}
