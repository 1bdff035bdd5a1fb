import { All, Controller, UseGuards } from '@nestjs/common';
import { JobTokenRoute } from '@waybill/runtime';
import { ScimError } from '@waybill/scim';
import { JobTokenGuard } from './job-token.guard';

/** `/Me` is for somebody who has an account here; the bearer of a job's token is nobody's (RFC 7644 §3.11). */
@JobTokenRoute()
@UseGuards(JobTokenGuard)
@Controller('scim/:jobId/v2/Me')
export class MeController {
  @All()
  refuse(): void {
    throw new ScimError(501, undefined, '/Me is not supported: a token speaks for a job, not for a user.');
  }
}
