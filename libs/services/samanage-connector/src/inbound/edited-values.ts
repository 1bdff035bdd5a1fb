import { DomainError, type ErrorDetail } from '@waybill/decider';
import { z } from 'zod';
import type { SubjectType } from '../domain/connector-reads';
import { customFieldIn, type Values } from '../domain/values';
import { plainText } from './list-pages';

const text = plainText.max(10_000).nullable();
/** Without it nothing can be created, or an account gets a role that is paid for (samanage-api.md §2.5). */
const required = plainText.trim().min(1).max(1_000);
const directoryId = z.uuid().toLowerCase().nullable();

/** The members that an admin may write, by Samanage's names (samanage-api.md §2.2, §3.2), and what each takes. */
const members: Readonly<Record<SubjectType, Readonly<Record<string, z.ZodType<string | null>>>>> = {
  User: {
    name: required,
    email: required,
    title: text,
    phone: text,
    mobile_phone: text,
    department: text,
    site: text,
    role: required,
    reports_to: directoryId,
  },
  Group: { name: required, description: text },
};

function memberNamed(type: SubjectType, name: string): z.ZodType<string | null> | undefined {
  if (Object.hasOwn(members[type], name)) return members[type][name];
  return type === 'User' && customFieldIn(name) ? text : undefined;
}

/**
 * The values of an edit, as they are to be written.
 *
 * @throws DomainError `samanage-connector.values-invalid` that names every member that is not known, or does not take
 *   its value
 */
export function editedValues(type: SubjectType, given: Readonly<Record<string, unknown>>): Values {
  const read = Object.entries(given).map(([name, value]) => ({
    name,
    result: memberNamed(type, name)?.safeParse(value),
  }));
  const details = read.flatMap(({ name, result }): ErrorDetail[] => {
    if (!result) return [{ target: name, message: `a ${type} has no member ${name} that could be written` }];
    return result.success ? [] : result.error.issues.map(({ message }) => ({ target: name, message }));
  });
  if (details.length > 0) {
    const message = details.map(({ target, message: why }) => `${target}: ${why}`).join('; ');
    throw new DomainError('invalid', 'samanage-connector.values-invalid', message, details);
  }
  return Object.fromEntries(read.flatMap(({ name, result }) => (result?.success ? [[name, result.data]] : [])));
}
