import { Inject } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { poolToken } from '@waybill/service-host';
import type { Pool } from 'pg';
import type { NoticeKind } from '../../domain/notifications/notice';
import { type Notification, type NotificationsPage, ReadNotifications } from '../../domain/notifications/notifications';
import { mailTable, noticeStateTable } from './mail-tables';

interface Row {
  id: string;
  kind: NoticeKind;
  at: Date;
  recipients: string[];
  subject: string;
  sent_at: Date | null;
  attempts: number;
  due_at: Date | null;
  last_error: string | null;
}

@QueryHandler(ReadNotifications)
export class ReadNotificationsHandler implements IQueryHandler<ReadNotifications> {
  constructor(@Inject(poolToken('audit-log')) private readonly pool: Pool) {}

  async execute({ jobId, limit, after }: ReadNotifications): Promise<NotificationsPage> {
    const { rows: known } = await this.pool.query<object>({
      name: 'is job of mails',
      text: `SELECT 1 FROM ${noticeStateTable} WHERE job = $1`,
      values: [jobId],
    });
    if (known.length === 0) return undefined;
    const { rows } = await this.pool.query<Row>({
      name: `read ${mailTable}`,
      text: `SELECT id, kind, at, recipients, subject, sent_at, attempts, due_at, last_error FROM ${mailTable}
        WHERE job = $1
          AND ($3::uuid IS NULL OR (at, id) < (SELECT at, id FROM ${mailTable} WHERE job = $1 AND id = $3))
        ORDER BY at DESC, id DESC LIMIT $2`,
      values: [jobId, limit, after],
    });
    return rows.map(toNotification);
  }
}

const toNotification = ({ sent_at, due_at, last_error, at, ...row }: Row): Notification => ({
  ...row,
  at: at.toISOString(),
  sentAt: sent_at?.toISOString() ?? null,
  nextAttemptAt: due_at?.toISOString() ?? null,
  lastError: last_error,
});
