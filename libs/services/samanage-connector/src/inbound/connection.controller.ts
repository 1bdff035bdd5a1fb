import { Controller, Get, Param } from '@nestjs/common';
import { parseRequest, RequireRole } from '@waybill/runtime';
import { z } from 'zod';
import { type ConnectedJob, JobReads } from '../domain/connected-job';
import { Connections } from '../domain/connections';
import type { KeptCredentials } from '../domain/job-state';
import { knownJob } from './known-connection';

const path = z.object({ jobId: z.uuid() });

const basicIsOver =
  'Basic credentials of a user are still used. Generate a token at Samanage and save it: links and state are kept.';

/** How a job is connected to Samanage, and whether it may write. */
@RequireRole('admin')
@Controller('v1.0/waybill/jobs/:jobId/connection')
export class ConnectionController {
  constructor(
    private readonly reads: JobReads,
    private readonly connections: Connections,
  ) {}

  @Get()
  async show(@Param() given: unknown): Promise<object> {
    const job = await knownJob(this.reads, parseRequest(path, given).jobId);
    const used = job.active ?? this.connections.configured;
    const { standby, roles } = job;
    return {
      state: stateOf(job, used !== null),
      ...(used ? this.told(used) : noCredentials),
      standby: standby !== null,
      quarantine: shownQuarantine(job),
      roles,
    };
  }

  private told({ kind, baseAddress }: Omit<KeptCredentials, 'credentialId'>): object {
    const region = this.connections.regionOf(baseAddress);
    return { baseAddress, kind, region, flagged: kind === 'basic' ? basicIsOver : null };
  }
}

const noCredentials = { baseAddress: null, kind: null, region: null, flagged: null };

/** In Graph's words (entra-provisioning.md §7.2). */
function stateOf({ quarantine }: ConnectedJob, hasCredentials: boolean): 'NotConfigured' | 'Quarantine' | 'Active' {
  if (!hasCredentials) return 'NotConfigured';
  return quarantine ? 'Quarantine' : 'Active';
}

function shownQuarantine({ quarantine }: ConnectedJob): object | null {
  if (!quarantine) return null;
  const { code: reason, ...told } = quarantine;
  return { reason, ...told };
}
