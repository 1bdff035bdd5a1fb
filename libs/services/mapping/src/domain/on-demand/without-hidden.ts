import type { DesiredValues, OnDemandAnswered, Step } from '@waybill/contracts';

type Answer = OnDemandAnswered['data'];
type Values = Readonly<Record<string, string | null>>;

/** What stands for a value that may not be shown (entra-provisioning.md §4.2, `Redact`). */
const mask = '[Redact]';

/** An answer as it may be shown: wherever it tells a value of a member that no log may show, the mask stands instead. */
export function withoutHidden(answer: Answer, wanted: DesiredValues | null, applied: Values | null): Answer {
  const members = wanted?.redacted ?? [];
  if (!wanted || members.length === 0) return answer;
  const hidden = hiddenTexts(answer, wanted, applied);
  const shown = (text: string): string => hidden.reduce((masked, each) => masked.replaceAll(each, mask), text);
  return {
    ...answer,
    targetName: shown(answer.targetName),
    reason: answer.reason === null ? null : shown(answer.reason),
    differences: answer.differences.map((each) => (members.includes(each.name) ? maskedDifference(each) : each)),
    remarks: answer.remarks.map((remark) => ({ ...remark, text: shown(remark.text) })),
    steps: answer.steps.map((step) => maskedStep(step, shown)),
  };
}

/** Every value that such a member had, has or should have; longer ones first, since one may contain another. */
function hiddenTexts(
  { differences }: Answer,
  { redacted, values, onCreation, ifEmpty }: DesiredValues,
  applied: Values | null,
): readonly string[] {
  const known: readonly Values[] = [values, onCreation, ifEmpty, applied ?? {}];
  const texts = [
    ...redacted.flatMap((member) => known.map((each) => each[member])),
    ...differences
      .filter(({ name }) => redacted.includes(name))
      .flatMap(({ oldValue, newValue }) => [oldValue, newValue]),
  ];
  return texts.flatMap((text) => text || []).sort((one, other) => other.length - one.length);
}

/** That there was no value may be seen. */
const maskedDifference = ({ name, oldValue, newValue }: Answer['differences'][number]) => ({
  name,
  oldValue: oldValue === null ? null : mask,
  newValue: newValue === null ? null : mask,
});

const maskedStep = (step: Step, shown: (text: string) => string): Step => ({
  ...step,
  description: shown(step.description),
  details: Object.fromEntries(Object.entries(step.details).map(([name, text]) => [name, shown(text)])),
});
