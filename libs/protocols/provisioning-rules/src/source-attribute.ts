import { compilePath, type Resource } from './attribute-path';
import { textOf } from './text-of';

/** The texts at a source attribute, blank ones left out. */
export type TextReader = (resource: Resource) => readonly string[];

/** What an attribute says where it was not sent: the texts of others, joined by spaces (RFC 7643 §4.1.1). */
const derived: Readonly<Record<string, readonly string[]>> = {
  'name.formatted': ['name.givenName', 'name.familyName'],
};

/**
 * Compiles a source attribute.
 *
 * @throws Error for a text that is no attribute path
 */
export function compileSourceAttribute(path: string): TextReader {
  const direct = textsAt(path);
  const parts = derived[path.toLowerCase()]?.map(textsAt);
  if (!parts) return direct;
  return (resource) => {
    const texts = direct(resource);
    if (texts.length > 0) return texts;
    const joined = parts.flatMap((part) => part(resource)).join(' ');
    return joined ? [joined] : [];
  };
}

function textsAt(path: string): TextReader {
  const read = compilePath(path);
  return (resource) => read(resource).map(textOf).filter(isFilled);
}

const isFilled = (text: string): boolean => text.trim() !== '';
