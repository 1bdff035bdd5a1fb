import { Body, Controller, Get, Header, HttpCode, Param, Put, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { DomainError } from '@waybill/decider';
import { commandsOf } from '@waybill/event-log';
import { parseRequest, RequireRole } from '@waybill/runtime';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { JobReads } from '../domain/connected-job';
import { Connections } from '../domain/connections';
import { job } from '../domain/job';
import { askedBy } from './asked-by';
import { jobOfPrincipal, passed } from './known-connection';
import { readSecretSet, secretPairs, showSecretSet } from './secret-set';
import { wantedCredentials, type WantedCredentials } from './wanted-credentials';

/** Changes how jobs speak to Samanage. */
export const DecideConnection = commandsOf(job);

const path = z.object({ spId: z.uuid() });
const body = z.object({ value: secretPairs });
const query = z.object({ validate: z.enum(['true', 'false']).default('true') });

/** A job's credentials and the settings beside them, as Graph has them (entra-provisioning.md §9.2). */
@RequireRole('admin')
@Controller('v1.0/servicePrincipals/:spId/synchronization/secrets')
export class SecretsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly reads: JobReads,
    private readonly connections: Connections,
  ) {}

  /** The set that holds; a secret is shown as `*`, and nobody is ever shown more. */
  @Get()
  @Header('Cache-Control', 'no-store')
  async show(@Param() given: unknown): Promise<object> {
    const { active, settings } = await jobOfPrincipal(this.reads, parseRequest(path, given).spId);
    return { value: showSecretSet(active ?? this.connections.configured, settings) };
  }

  /**
   * Replaces the set. A token that is missing, or `*`, is the one that is kept, as long as the address is the same; without
   * an address the one that takes the token is found out. Settings that are not said stay as they are. Credentials are
   * tested before they are kept, unless `?validate=false` says that Samanage cannot be reached now.
   */
  @Put()
  @HttpCode(204)
  async replace(
    @Param() given: unknown,
    @Body() content: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const known = await jobOfPrincipal(this.reads, parseRequest(path, given).spId);
    const set = readSecretSet(parseRequest(body, content).value);
    const isTested = parseRequest(query, request.query).validate === 'true';
    const wanted = wantedCredentials(set, known, this.connections);
    const { metadata, ...by } = askedBy(request);
    const asks = { jobId: known.jobId, ...by };
    if (wanted) {
      this.connections.assertCanKeep();
      const baseAddress = isTested ? await this.tested(wanted, reply) : untested(wanted);
      const kept = await this.connections.keep(known.jobId, { ...wanted.credentials, baseAddress });
      const save = { type: 'save-credentials', slot: 'active', ...kept, ...asks } as const;
      await this.commands.execute(new DecideConnection(save, metadata));
    }
    const settings = { type: 'save-settings', ...set.settings, ...asks } as const;
    await this.commands.execute(new DecideConnection(settings, metadata));
  }

  private async tested({ credentials, at }: WantedCredentials, reply: FastifyReply): Promise<string> {
    return passed(await this.connections.test(credentials, at), reply);
  }
}

/** @throws DomainError `samanage-connector.secrets-invalid` where nothing says which address it is */
function untested({ at: { baseAddress, before } }: WantedCredentials): string {
  const address = baseAddress ?? before;
  if (address !== null) return address;
  const message = 'Without a test nobody finds out which address takes the token: send BaseAddress with it.';
  throw new DomainError('invalid', 'samanage-connector.secrets-invalid', message);
}
