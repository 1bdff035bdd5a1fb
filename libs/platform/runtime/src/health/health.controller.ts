import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { PublicRoute } from '../access/route-access';
import { HealthRegistry } from './health-registry';

@PublicRoute()
@Controller('health')
export class HealthController {
  constructor(private readonly registry: HealthRegistry) {}

  /** The process answers; nothing else is asked, so that an outage elsewhere restarts nobody. */
  @Get('live')
  live(): { status: 'live' } {
    return { status: 'live' };
  }

  /** Every part answers; 503 with the reasons where one does not. */
  @Get('ready')
  async ready(@Res() reply: FastifyReply): Promise<void> {
    const { ready, checks } = await this.registry.readiness();
    void reply.status(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready', checks });
  }
}
