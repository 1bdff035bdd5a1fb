import { z } from 'zod';
import type { EventDefinition } from './define-event';

interface JsonSchema {
  personal?: boolean;
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  additionalProperties?: JsonSchema | boolean;
}

/** Paths of an event's data that are marked personal, e.g. `resource` or `differences[].newValue`. */
export function personalFields(event: EventDefinition): string[] {
  return [...new Set(markedPaths(z.toJSONSchema(event.data) as JsonSchema, ''))];
}

function markedPaths(schema: JsonSchema, path: string): string[] {
  if (schema.personal) return [path];
  const properties = Object.entries(schema.properties ?? {}).flatMap(([name, child]) =>
    markedPaths(child, path ? `${path}.${name}` : name),
  );
  const items = schema.items ? markedPaths(schema.items, `${path}[]`) : [];
  const alternatives = (schema.anyOf ?? []).flatMap((child) => markedPaths(child, path));
  return [...properties, ...items, ...alternatives];
}
