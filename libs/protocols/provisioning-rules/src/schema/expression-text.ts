import { fromMappingSource, functionDefinitions, InvalidExpression } from '../expression';
import { meaningOf } from './read-source';
import type { AttributeMappingSource } from './synchronization-schema';

/** The source of a mapping as an admin writes it: the same for whatever means the same; null for none. */
export function expressionText(source: AttributeMappingSource | null): string | null {
  if (source === null) return null;
  try {
    return meaningOf(fromMappingSource(source, functionDefinitions));
  } catch (error) {
    if (!(error instanceof InvalidExpression)) throw error;
    return source.expression ?? source.name;
  }
}
