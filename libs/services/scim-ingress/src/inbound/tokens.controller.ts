import { Body, Controller, Delete, HttpCode, Param, Put, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { commandsOf } from '@waybill/event-log';
import { parseRequest, principalOf, RequireRole } from '@waybill/runtime';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { access, type AccessCommand } from '../domain/access';

/** Connects jobs, issues and revokes their tokens. */
export const DecideAccess = commandsOf(access);

const path = z.object({ jobId: z.uuid(), tokenId: z.uuid() });
const body = z.strictObject({
  digest: z.string().regex(/^[0-9a-f]{64}$/, 'it takes a SHA-256 in hexadecimal'),
  label: z.string().min(1).max(200),
});

/** The SCIM tokens of a job. The token itself stays with whoever made it: only its digest is told. */
@RequireRole('admin')
@Controller('v1.0/waybill/jobs/:jobId/tokens')
export class TokensController {
  constructor(private readonly commands: CommandBus) {}

  /** Accepts a token from now on; the same once more changes nothing. */
  @Put(':tokenId')
  @HttpCode(204)
  async issue(@Param() given: unknown, @Body() content: unknown, @Req() request: FastifyRequest): Promise<void> {
    const token = parseRequest(path, given);
    await this.decide({ ...token, ...parseRequest(body, content), type: 'issue-token' }, request);
  }

  /** Accepts a token no longer. */
  @Delete(':tokenId')
  @HttpCode(204)
  async revoke(@Param() given: unknown, @Req() request: FastifyRequest): Promise<void> {
    await this.decide({ ...parseRequest(path, given), type: 'revoke-token' }, request);
  }

  private async decide(command: AccessCommand, request: FastifyRequest): Promise<void> {
    const actor = principalOf(request)?.name ?? 'unknown';
    await this.commands.execute(new DecideAccess(command, { correlationId: request.id, actor }));
  }
}
