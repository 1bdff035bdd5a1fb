import { createHash, randomBytes } from 'node:crypto';
import { Body, Controller, Delete, Get, Header, HttpCode, Param, Post, Put, Req } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { DomainError } from '@waybill/decider';
import { commandsOf } from '@waybill/event-log';
import { parseRequest, principalOf, RequireRole } from '@waybill/runtime';
import type { FastifyRequest } from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { access, type AccessCommand } from '../domain/access';
import { type JobToken, ListJobTokens } from '../domain/job-tokens';

/** Connects jobs, issues and revokes their tokens. */
export const DecideAccess = commandsOf(access);

const job = z.object({ jobId: z.uuid() });
const path = job.extend({ tokenId: z.uuid().transform((id) => id.toLowerCase()) });

const term = {
  label: z.string(),
  /** Any offset is told as UTC; the event's form has no year above 9999. */
  expiresAt: z.iso
    .datetime({ offset: true })
    .transform((time) => new Date(time).toISOString())
    .pipe(z.iso.datetime())
    .nullish()
    .transform((time) => time ?? null),
};
const wanted = z.strictObject(term);
const brought = z.strictObject({
  ...term,
  digest: z.string().regex(/^[0-9a-f]{64}$/, 'it takes a SHA-256 in hexadecimal'),
});

/** The SCIM tokens of a job. Only the digest of a token is kept, so nobody can be shown it a second time. */
@RequireRole('admin')
@Controller('v1.0/waybill/jobs/:jobId/tokens')
export class TokensController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  /** Makes a token and shows it, this once. */
  @Post()
  @Header('Cache-Control', 'no-store')
  async create(
    @Param() given: unknown,
    @Body() content: unknown,
    @Req() request: FastifyRequest,
  ): Promise<JobToken & { token: string }> {
    const { jobId } = parseRequest(job, given);
    const { label, expiresAt } = parseRequest(wanted, content);
    const token = `wbs_${randomBytes(32).toString('base64url')}`;
    const digest = createHash('sha256').update(token).digest('hex');
    const id = uuidv7();
    const issue = { type: 'issue-token', jobId, tokenId: id, digest, label, expiresAt, now: now() } as const;
    const [event] = (await this.decide(issue, request)).events;
    if (!event) throw new Error(`the token ${id} was there before it was made`);
    return { id, label, token, createdAt: event.recordedAt, expiresAt, lastUsedAt: null, status: 'active' };
  }

  @Get()
  async list(@Param() given: unknown): Promise<{ value: readonly JobToken[] }> {
    return { value: await this.tokensOf(parseRequest(job, given).jobId) };
  }

  @Get(':tokenId')
  async get(@Param() given: unknown): Promise<JobToken> {
    const { jobId, tokenId } = parseRequest(path, given);
    const token = (await this.tokensOf(jobId)).find(({ id }) => id === tokenId);
    if (!token) throw new DomainError('not-found', 'scim-ingress.token-unknown', `the job has no token ${tokenId}`);
    return token;
  }

  /** Accepts a token that somebody else made, from now on; the same once more changes nothing. */
  @Put(':tokenId')
  @HttpCode(204)
  async issue(@Param() given: unknown, @Body() content: unknown, @Req() request: FastifyRequest): Promise<void> {
    const token = { ...parseRequest(path, given), ...parseRequest(brought, content) };
    await this.decide({ ...token, type: 'issue-token', now: now() }, request);
  }

  /** Accepts a token no longer; once more changes nothing. */
  @Delete(':tokenId')
  @HttpCode(204)
  async revoke(@Param() given: unknown, @Req() request: FastifyRequest): Promise<void> {
    await this.decide({ ...parseRequest(path, given), type: 'revoke-token' }, request);
  }

  private decide(command: AccessCommand, request: FastifyRequest) {
    const actor = principalOf(request)?.name ?? 'unknown';
    return this.commands.execute(new DecideAccess(command, { correlationId: request.id, actor }));
  }

  private async tokensOf(jobId: string): Promise<readonly JobToken[]> {
    const tokens = await this.queries.execute<ListJobTokens, readonly JobToken[] | undefined>(new ListJobTokens(jobId));
    if (!tokens) throw new DomainError('not-found', 'scim-ingress.job-unknown', `there is no job ${jobId}`);
    return tokens;
  }
}

const now = (): string => new Date().toISOString();
