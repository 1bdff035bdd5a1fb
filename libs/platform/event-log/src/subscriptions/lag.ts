import type { Sql } from '../database';

/** How far a subscription is behind its log. */
export interface SubscriptionLag {
  readonly name: string;
  readonly position: number;
  readonly eventsBehind: number;
  /** Age of the oldest event that was not followed yet; 0 when there is none. */
  readonly secondsBehind: number;
  /** The event that stops the subscription and why, if one does. */
  readonly stoppedBy: string | null;
}

export async function subscriptionLags(sql: Sql): Promise<SubscriptionLag[]> {
  const { rows } = await sql.query<SubscriptionLag>({
    name: 'read lags',
    text: `SELECT s.name, s.position, head.position - s.position AS "eventsBehind",
        coalesce((SELECT extract(epoch FROM now() - e.recorded_at)::float8 FROM event_log e
          WHERE e.position = s.position + 1), 0) AS "secondsBehind",
        s.stopped_by AS "stoppedBy"
      FROM subscription s, (SELECT coalesce(max(position), 0) AS position FROM event_log) head ORDER BY s.name`,
  });
  return rows;
}
