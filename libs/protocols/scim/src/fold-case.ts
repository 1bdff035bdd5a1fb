/**
 * The form in which values are compared that are not `caseExact`: normalised and in lower case. Folding is done here
 * alone; what is stored for comparing is folded text.
 */
export const foldCase = (value: string): string => value.normalize('NFC').toLowerCase();
