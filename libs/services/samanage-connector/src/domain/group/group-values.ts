import type { DesiredValues } from '@waybill/contracts';
import { type SamanageRecord, textIn, type Values } from '../values';

/** A group as texts: `name` and `description`. */
export type GroupValues = Values;

/** A group's record in its read shape, as texts (samanage-api.md §3.2). */
export const groupValuesOf = ({ name, description }: SamanageRecord): GroupValues => ({
  name: textIn(name),
  description: textIn(description),
});

/** Texts in the write shape: what is empty is written as an empty text. */
export const groupWriteShape = (values: GroupValues): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([member, value]) => [member, value ?? '']));

/**
 * Whether people and groups of the directory may be brought into it: a person's own hidden group and a queue look like
 * groups and are none (samanage-api.md §3.3, §3.4).
 */
export const isRealGroup = ({ is_user: isUser, type }: SamanageRecord): boolean =>
  isUser !== true && !/queue/i.test(typeof type === 'string' ? type : '');

/** What is written to make a group. Nothing is not written: it is empty anyway. */
export function groupOnCreation({ values, onCreation, ifEmpty }: DesiredValues): GroupValues {
  const said = Object.entries(values).filter(([, value]) => value !== null);
  return { ...ifEmpty, ...onCreation, ...Object.fromEntries(said) };
}

/** What a group that exists should be. */
export function groupOnUpdate({ values, ifEmpty }: DesiredValues, actual: GroupValues): GroupValues {
  const empty = Object.entries(ifEmpty).filter(([member]) => !actual[member]);
  return { ...Object.fromEntries(empty), ...values };
}

/** The name that a group is made under; by it a create is found whose answer was lost. */
export const groupNameIn = ({ values, onCreation, ifEmpty }: DesiredValues): string | undefined =>
  values.name ?? onCreation.name ?? ifEmpty.name;

/** A membership as its group or an answer tells it: a number and a display name, and nothing else (samanage-api.md §3.2). */
export interface MembershipRecord {
  readonly id: number;
  /** Null when that person is gone. */
  readonly userName: string | null;
}

/** The memberships that a list holds; rows that cannot be read are left out. */
export function membershipsIn(rows: unknown): MembershipRecord[] {
  if (!Array.isArray(rows)) return [];
  return (rows as unknown[]).flatMap((row) => {
    const { id, user } = (row ?? {}) as { id?: unknown; user?: unknown };
    const number = Number(id);
    return Number.isSafeInteger(number) && number > 0 ? [{ id: number, userName: textIn(user) }] : [];
  });
}
