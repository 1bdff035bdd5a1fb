import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { parseRequest, RequireRole } from '@waybill/runtime';
import { z } from 'zod';
import { type NotificationsPage, ReadNotifications, unknownJobError } from '../domain/notifications/notifications';

const path = z.object({ jobId: z.string().min(1) });
const pageQuery = z.strictObject({
  $top: z.coerce.number().int().min(1).max(1_000).default(100),
  $skiptoken: z.uuid().optional(),
});

/** The mails about a job: which were sent, to whom, and what became of the others. */
@RequireRole('auditor')
@Controller('v1.0/waybill/jobs/:jobId/notifications')
export class NotificationsController {
  constructor(private readonly queries: QueryBus) {}

  /** Page by page, the newest first. */
  @Get()
  async list(@Param() given: unknown, @Query() asked: unknown): Promise<object> {
    const { jobId } = parseRequest(path, given);
    const { $top: limit, $skiptoken: after = null } = parseRequest(pageQuery, asked);
    const query = new ReadNotifications(jobId, limit, after);
    const value = await this.queries.execute<ReadNotifications, NotificationsPage>(query);
    if (!value) throw unknownJobError(jobId);
    const last = value.at(-1);
    if (value.length < limit || !last) return { value };
    const next = new URLSearchParams({ $top: String(limit), $skiptoken: last.id });
    const page = `/v1.0/waybill/jobs/${encodeURIComponent(jobId)}/notifications`;
    return { value, '@odata.nextLink': `${page}?${next.toString()}` };
  }
}
