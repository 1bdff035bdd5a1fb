import type { AccountOutcome, GroupOutcome } from '@waybill/contracts';
import type { ToldEvent } from './telling';

type Shown = (AccountOutcome | GroupOutcome)['data'];

/** What stands in the log for a value that it may not show (entra-provisioning.md §4.2, `Redact`). */
const mask = '[Redact]';

/**
 * An event as the log may show it: wherever it tells a value of one of these Samanage members, the mask stands instead.
 * That there was no value may be seen.
 */
export function redacted(event: ToldEvent, members: readonly string[]): ToldEvent {
  if (members.length === 0 || !('differences' in event.data)) return event;
  return { type: event.type, data: redactedOutcome(event.data, new Set(members)) } as ToldEvent;
}

function redactedOutcome<Data extends Shown>(data: Data, hidden: ReadonlySet<string>): Data {
  const differences = data.differences.map((difference) => {
    const { name, oldValue, newValue } = difference;
    return hidden.has(name) ? { name, oldValue: masked(oldValue), newValue: masked(newValue) } : difference;
  });
  const remarks = data.remarks.map((remark) => {
    const { field, text } = remark;
    if (field === null || !hidden.has(field)) return remark;
    return { ...remark, text: without(data.refusedFields[field], text) };
  });
  const targetName = hiddenValues(data, hidden).includes(data.targetName) ? mask : data.targetName;
  return { ...data, differences, remarks, targetName };
}

const masked = (value: string | null): string | null => (value === null ? null : mask);

const without = (value: string | null | undefined, text: string): string =>
  value ? text.replaceAll(value, mask) : text;

/** What the account had and has in the members that may not be shown: it may be named after one of them. */
function hiddenValues({ applied, differences }: Shown, hidden: ReadonlySet<string>): unknown[] {
  const has = [...hidden].map((name) => applied?.[name]);
  const had = differences.filter(({ name }) => hidden.has(name)).map(({ oldValue }) => oldValue);
  return [...has, ...had].filter((value) => value);
}
