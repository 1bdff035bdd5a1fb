import type { Bind } from './filter-columns';

const dayMilliseconds = 86_400_000;

/** A moment as a timestamp in UTC, in two parameters, so that no number is rounded. */
export function boundInstant(milliseconds: number, bind: Bind): string {
  const days = Math.floor(milliseconds / dayMilliseconds);
  const rest = milliseconds - days * dayMilliseconds;
  const [boundDays, boundRest] = [bind(String(days)), bind(String(rest))];
  return `(timestamp 'epoch' + ${boundDays}::integer * interval '1 day' + ${boundRest}::integer * interval '1 ms')`;
}

/** A timestamptz as a timestamp in UTC; what is finer than a millisecond is cut. */
export const instantOfTime = (time: string): string => `date_trunc('milliseconds', ${time} AT TIME ZONE 'UTC')`;

const digits = `'0123456789'`;

/** What is behind the seconds and their fraction. */
const zone = `CASE WHEN t LIKE '___________________.%' THEN ltrim(substr(t, 21), ${digits}) ELSE substr(t, 20) END`;

/** Without the zone; of a fraction three digits. */
const local = `left(t, least(23, char_length(t) - char_length(zone)))`;

const isLocal = `t LIKE '____-__-__T__:__:__%' AND char_length(local) <> 20 AND pg_input_is_valid(local, 'timestamp')`;

const isZone = `(zone IN ('', 'Z') OR zone LIKE '___:__' AND left(zone, 1) IN ('+', '-')
  AND btrim(substr(zone, 2), ${digits}) = ':' AND substr(zone, 2) < '24' AND right(zone, 2) < '60')`;

// PostgreSQL reads more than the standard lets one write, such as 24:00:00; what it read is written again and compared.
const isStandard = `to_char(local::timestamp, 'YYYY-MM-DD"T"HH24:MI:SS') = left(t, 19)`;

const offset = `CASE WHEN zone IN ('', 'Z') THEN '0' ELSE zone END::interval`;

/**
 * The same of a text, NULL for one that is no dateTime; no cast in it can fail. It does without regular expressions,
 * which take several times as long, and reckons the zone itself: PostgreSQL knows none beyond 15 hours.
 */
export const instantOfText = (text: string): string => `(
  SELECT CASE WHEN ${isLocal} AND ${isZone} THEN CASE WHEN ${isStandard} THEN local::timestamp - ${offset} END END
  FROM (SELECT t, zone, ${local} AS local
    FROM (SELECT t, ${zone} AS zone FROM (SELECT ${text} AS t OFFSET 0) AS given OFFSET 0) AS zoned OFFSET 0) AS parts)`;
