import { Controller, Get, Param, Query } from '@nestjs/common';
import { DomainError } from '@waybill/decider';
import { parseRequest, RequireRole } from '@waybill/runtime';
import { z } from 'zod';
import { unknownGroup } from '../domain/group-state';
import { MappingReads, type SubjectEntry, type SubjectType } from '../domain/mapping-reads';
import { unknownSubject } from '../domain/subject-state';
import { explainSubject } from './explain-subject';
import { compileStored } from './compiled-jobs';
import { knownJob } from './known-job';

const path = z.object({ jobId: z.uuid() });
const query = z.object({ subject: z.string().min(1).max(500) });

/** Why somebody is provisioned as he is. */
@RequireRole('admin')
@Controller('v1.0/waybill/jobs/:jobId/explain')
export class ExplainController {
  constructor(private readonly reads: MappingReads) {}

  /** Scope and mapping of one user or group, step by step; `subject` is a directory id, or a user's userName. */
  @Get()
  async explain(@Param() given: unknown, @Query() asked: unknown): Promise<object> {
    const job = await knownJob(this.reads, parseRequest(path, given).jobId);
    const { subject } = parseRequest(query, asked);
    const { type, entry } = await this.find(job.jobId, subject);
    const occasion = { now: new Date().toISOString(), seed: `${job.jobId}/${entry.id}` };
    const rules = { version: job.rulesVersion, compiled: compileStored(job.rules) };
    const initial = type === 'User' ? unknownSubject : unknownGroup;
    const state = { ...initial, ...(entry.state as object) };
    return explainSubject({ ...entry, type, state }, rules, occasion);
  }

  private async find(jobId: string, subject: string): Promise<{ type: SubjectType; entry: SubjectEntry }> {
    const isId = z.uuid().safeParse(subject).success;
    const ids = isId ? [subject] : await this.reads.usersNamed(jobId, subject);
    for (const type of ['User', 'Group'] as const) {
      const [entry] = await this.reads.subjects(jobId, type, ids);
      if (entry) return { type, entry };
    }
    throw new DomainError('not-found', 'mapping.subject-unknown', `job ${jobId} knows no user or group ${subject}`);
  }
}
