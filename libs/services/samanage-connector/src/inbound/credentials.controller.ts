import { Body, Controller, Delete, HttpCode, Param, Post, Put, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { DomainError } from '@waybill/decider';
import { parseRequest, RequireRole } from '@waybill/runtime';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type ConnectedJob, JobReads } from '../domain/connected-job';
import { Connections, type ConnectionTest } from '../domain/connections';
import { askedBy } from './asked-by';
import { jobAt, knownJob, passed } from './known-connection';
import { hiddenToken, readSecretSet, secretPairs } from './secret-set';
import { DecideConnection } from './secrets.controller';
import { wantedCredentials } from './wanted-credentials';

const jobPath = z.object({ jobId: z.uuid() });
const path = jobPath.extend({ spId: z.uuid() });
const testBody = z.object({ credentials: secretPairs.nullish(), useSavedCredentials: z.boolean().nullish() });
const standbyBody = z.strictObject({ secretToken: hiddenToken });

/** Tests a job's connection, kept or not (entra-provisioning.md §7.6). */
@RequireRole('admin')
@Controller('v1.0/servicePrincipals/:spId/synchronization/jobs/:jobId/validateCredentials')
export class ValidateCredentialsController {
  constructor(
    private readonly reads: JobReads,
    private readonly connections: Connections,
  ) {}

  /** 204 for credentials that work; what is wrong, and what to do, for others. Nothing is kept. */
  @Post()
  @HttpCode(204)
  async validate(
    @Param() given: unknown,
    @Body() content: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const { spId, jobId } = parseRequest(path, given);
    const job = await jobAt(this.reads, spId, jobId);
    const { credentials, useSavedCredentials } = parseRequest(testBody, content);
    passed(await this.test(job, useSavedCredentials ? [] : (credentials ?? [])), reply);
  }

  /** What a set does not bring is taken from what the job uses. */
  private async test(job: ConnectedJob, pairs: z.infer<typeof secretPairs>): Promise<ConnectionTest> {
    const wanted = wantedCredentials(readSecretSet(pairs), job, this.connections);
    if (wanted) return this.connections.test(wanted.credentials, wanted.at);
    const used = await this.connections.inUse(job);
    if (used) return this.connections.test(used, { baseAddress: used.baseAddress, before: used.baseAddress });
    throw new DomainError('invalid', 'samanage-connector.token-missing', 'There is no token yet: send SecretToken.');
  }
}

/** A second token that takes over when Samanage no longer takes the first. */
@RequireRole('admin')
@Controller('v1.0/waybill/jobs/:jobId/credentials/standby')
export class StandbyController {
  constructor(
    private readonly commands: CommandBus,
    private readonly reads: JobReads,
    private readonly connections: Connections,
  ) {}

  /** Keeps a token for the address of the active one; it is tested first. */
  @Put()
  @HttpCode(204)
  async save(
    @Param() given: unknown,
    @Body() content: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const { jobId, active } = await knownJob(this.reads, parseRequest(jobPath, given).jobId);
    const { secretToken: secret } = parseRequest(standbyBody, content);
    if (!active) throw nothingToStandBy;
    this.connections.assertCanKeep();
    const inUse = await this.connections.kept(jobId, active);
    if (inUse.secret.reveal() === secret.reveal()) throw sameToken;
    const { baseAddress } = active;
    const credentials = { kind: 'token', secret } as const;
    passed(await this.connections.test(credentials, { baseAddress, before: baseAddress }), reply);
    const kept = await this.connections.keep(jobId, { ...credentials, baseAddress });
    const { metadata, ...asked } = askedBy(request);
    const save = { type: 'save-credentials', jobId, slot: 'standby', ...kept, ...asked } as const;
    await this.commands.execute(new DecideConnection(save, metadata));
  }

  /** Forgets the token; once more changes nothing. */
  @Delete()
  @HttpCode(204)
  async remove(@Param() given: unknown, @Req() request: FastifyRequest): Promise<void> {
    const { jobId } = await knownJob(this.reads, parseRequest(jobPath, given).jobId);
    const { metadata, ...asked } = askedBy(request);
    const remove = { type: 'remove-credentials', jobId, slot: 'standby', ...asked } as const;
    await this.commands.execute(new DecideConnection(remove, metadata));
  }
}

const nothingToStandBy = new DomainError(
  'conflict',
  'samanage-connector.standby-of-nothing',
  'A standby token needs an active one that was saved: save that first.',
);

const sameToken = new DomainError(
  'invalid',
  'samanage-connector.standby-is-active',
  'This token is the active one already: generate another as another administrator, so that one outlives the other.',
);
