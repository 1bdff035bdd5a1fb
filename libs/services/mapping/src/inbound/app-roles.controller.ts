import { Controller, Get, Param } from '@nestjs/common';
import { DomainError } from '@waybill/decider';
import { parseRequest, RequireRole } from '@waybill/runtime';
import { v5 } from 'uuid';
import { z } from 'zod';
import { MappingReads, type ServicePrincipal } from '../domain/mapping-reads';
import type { SamanageRole } from '../domain/tenant';

const path = z.object({ spId: z.uuid() });

/** Of the ids of app roles; another one would make other roles of the same. */
const namespace = '3c1d4d0e-8a51-4f6b-9b53-8f5b0a7a2f64';

/** What Azure AD assigns people to: the roles of the Samanage account as Graph's app roles (entra-provisioning.md §3.4). */
@RequireRole('admin')
@Controller('v1.0/servicePrincipals/:spId')
export class AppRolesController {
  constructor(private readonly reads: MappingReads) {}

  /** The service principal of a job, with the app roles that may be assigned. */
  @Get()
  async show(@Param() given: unknown): Promise<object> {
    const { spId: id } = parseRequest(path, given);
    const found = await this.known(id);
    return { id, displayName: found.name, appRoles: appRolesOf(found) };
  }

  /** The app roles alone; none as long as those of the Samanage account were not imported. */
  @Get('appRoles')
  async appRoles(@Param() given: unknown): Promise<object> {
    return { value: appRolesOf(await this.known(parseRequest(path, given).spId)) };
  }

  private async known(spId: string): Promise<ServicePrincipal> {
    const found = await this.reads.servicePrincipal(spId);
    if (found) return found;
    const message = `there is no service principal ${spId}`;
    throw new DomainError('not-found', 'mapping.service-principal-unknown', message);
  }
}

const appRolesOf = ({ jobId, roles }: ServicePrincipal): readonly object[] =>
  (roles ?? []).map((role) => appRole(jobId, role));

/** A role keeps its id for as long as Samanage keeps it, whatever it is named. */
const appRole = (jobId: string, { id, name, roleDescription }: SamanageRole): object => ({
  id: v5(`${jobId}/${id}`, namespace),
  allowedMemberTypes: ['User'],
  description: roleDescription,
  displayName: name,
  isEnabled: true,
  value: name,
  origin: 'Application',
});
