import { EvaluationFailed } from '../../expression-error';
import { type Arguments, eager } from '../arguments';
import { isNullOrEmpty, quoted } from '../read-value';
import { type FormatToken, readDateFormat } from './date-format';
import { type DateStyles, readDateStyles } from './date-styles';
import { formatDate } from './format-date';
import { parseDate } from './parse-date';
import { parseExact } from './parse-exact';

const [source, dateTimeStyles] = [0, 1] as const;

/** Which arguments the formats are; the styles are left out of the form with three. */
const formatsOf = (given: Arguments): { readonly input: number; readonly output: number; readonly styled: boolean } =>
  given.count > 3 || !given.isGiven(dateTimeStyles)
    ? { input: 2, output: 3, styled: true }
    : { input: 1, output: 2, styled: false };

/** Changes the form of a date (entra-provisioning.md §4.5). */
export const formatDateTimeFunction = eager(
  {
    name: 'FormatDateTime',
    parameters: [
      { key: 'source' },
      { key: 'dateTimeStyles', optional: true },
      { key: 'inputFormat' },
      { key: 'outputFormat', optional: true },
    ],
    dialect: 'azure-ad',
    returns: 'String',
    meaning:
      'A date, read in one custom format of .NET and written in another. It takes three arguments, too: the source and ' +
      'the two formats. A date with an offset is written in UTC. Absent where the source is absent or empty; fails where ' +
      'it is not in the input format.',
    examples: [
      {
        expression: 'FormatDateTime("20150123105347.1Z", , "yyyyMMddHHmmss.fZ", "yyyy-MM-dd")',
        result: '2015-01-23',
      },
      {
        expression: 'FormatDateTime("7/2/2021 03:33:38 PM", "M/d/yyyy hh:mm:ss tt", "ddd, dd MMM yyyy HH:mm")',
        result: 'Fri, 02 Jul 2021 15:33',
      },
    ],
  },
  (given, { now }) => {
    const { input, output, styled } = formatsOf(given);
    const read = formatOf(given, input, 'inputFormat');
    const written = formatOf(given, output, 'outputFormat');
    const styles = stylesOf(given, styled);
    if (isNullOrEmpty(given.value(source))) return null;
    const today = parseDate(now) ?? { seconds: 0, ticks: 0 };
    const found = parseExact(given.text(source), read, styles, today);
    if (found) return formatDate(found.date, found.isUtc, written);
    const problem = `is ${quoted(given.text(source))}, which is no date in the format ${quoted(given.text(input))}`;
    throw given.failure(source, problem);
  },
  (constants) => {
    // With an argument left out at the end it cannot be told which form this is.
    if (!constants.isGiven(3)) return;
    if (constants.isGiven(2)) formatOf(constants, 2, 'inputFormat');
    formatOf(constants, 3, 'outputFormat');
    if (constants.isGiven(dateTimeStyles)) stylesOf(constants, true);
  },
);

/** The index does not tell the name, for that depends on the form. */
function formatOf(given: Arguments, index: number, argument: string): readonly FormatToken[] {
  const format = readDateFormat(given.text(index));
  if ('problem' in format) throw new EvaluationFailed('FormatDateTime', argument, format.problem);
  return format;
}

function stylesOf(given: Arguments, styled: boolean): DateStyles {
  const text = styled ? given.text(dateTimeStyles) : '';
  const styles = readDateStyles(text);
  if (!styles) throw given.failure(dateTimeStyles, `is ${quoted(text)}, which are no styles of .NET's`);
  return styles;
}
