import { eager } from '../arguments';
import { isNullOrEmpty } from '../read-value';
import { dateText } from './date-time';
import { parseDate } from './parse-date';
import { dateOf } from './read-date';
import { EvaluationFailed } from '../../expression-error';

/** Functions that give dates (entra-provisioning.md §4.5). */
export const dateFunctions = [
  eager(
    {
      name: 'CDate',
      parameters: [{ key: 'expression' }],
      dialect: 'azure-ad',
      returns: 'DateTime',
      meaning:
        'The date that a text tells, in UTC, as M/d/yyyy h:mm:ss tt. A date with no time is midnight. Absent where the ' +
        'text is absent or empty; fails where it is no date.',
      examples: [
        { expression: 'CDate("2009-06-15T01:45:30-07:00")', result: '6/15/2009 8:45:30 AM' },
        { expression: 'CDate("2021-06-30+08:00")', result: '6/29/2021 4:00:00 PM' },
      ],
    },
    (given) => (isNullOrEmpty(given.value(0)) ? null : dateText(dateOf(given, 0))),
  ),
  eager(
    {
      name: 'Now',
      parameters: [],
      dialect: 'azure-ad',
      returns: 'DateTime',
      meaning: 'When it is evaluated, in UTC, as M/d/yyyy h:mm:ss tt.',
      examples: [{ expression: 'Now()', result: '7/30/2025 12:00:00 AM' }],
    },
    (_, { now }) => {
      const date = parseDate(now);
      if (date) return dateText(date);
      throw new EvaluationFailed('Now', null, 'it is not known when this is evaluated');
    },
  ),
];
