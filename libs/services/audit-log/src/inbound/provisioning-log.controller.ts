import { Controller, Get, Query, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { RequireRole } from '@waybill/runtime';
import type { FastifyRequest } from 'fastify';
import {
  parseQuery,
  type ProvisioningLogPage,
  type QueryOptions,
  type ReadProvisioningLog,
  skipTokenOf,
} from '../domain/provisioning-log-query';

const path = 'v1.0/auditLogs/provisioning';

/** The provisioning log as Microsoft Graph lists it (entra-provisioning.md §6). */
@RequireRole('auditor')
@Controller(path)
export class ProvisioningLogController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  async list(@Query() options: QueryOptions, @Req() request: FastifyRequest): Promise<object> {
    const query = parseQuery(options);
    const { records, next } = await this.queries.execute<ReadProvisioningLog, ProvisioningLogPage>(query);
    const base = `${request.protocol}://${request.host}`;
    return {
      '@odata.context': `${base}/v1.0/$metadata#auditLogs/provisioning`,
      ...(next
        ? { '@odata.nextLink': `${base}/${path}?${nextQuery(options, skipTokenOf(next, options.$filter))}` }
        : {}),
      value: records,
    };
  }
}

const nextQuery = (options: QueryOptions, $skiptoken: string): string =>
  new URLSearchParams({ ...(options as Record<string, string>), $skiptoken }).toString();
