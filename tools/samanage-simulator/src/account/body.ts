/** The members of a body, as they came. */
export type Body = Readonly<Record<string, unknown>>;

/** A member as the API reads it: texts, numbers and booleans alike; what is none of these is empty. */
export const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';

/** How a value is cleared (samanage-api.md §2.3). */
export const isEmpty = (value: unknown): boolean => value === null || value === '';

/** Writes come in the name of their resource; what is not is ignored (samanage-api.md §1.2). */
export const wrapped = (body: unknown, name: string): Body => {
  const inner = (body as Body | null)?.[name];
  return typeof inner === 'object' && inner !== null ? (inner as Body) : {};
};

/** The API reads the integer that a text begins with (samanage-api.md §3.1). */
export const leadingInteger = (text: string | null): number => Number.parseInt(text ?? '', 10);
