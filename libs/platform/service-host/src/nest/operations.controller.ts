import { Body, Controller, Get, HttpCode, Inject, Post, type Type } from '@nestjs/common';
import { replay, subscriptionLags } from '@waybill/event-log';
import { heldMessages, hastenHeld, poisonMessages, retryPoison } from '@waybill/messaging';
import { parseRequest, RequireRole } from '@waybill/runtime';
import { z } from 'zod';
import type { ServiceHost } from '../service-host';

const retry = z.strictObject({ stream: z.string().min(1).optional() });
const again = z.strictObject({ after: z.int().min(0).default(0) });

/** What those who operate a service can ask of it, under `/v1.0/waybill/services/{service}`. */
export function operationsController(service: string, host: symbol): Type {
  @RequireRole('admin')
  @Controller(`v1.0/waybill/services/${service}`)
  class OperationsController {
    constructor(@Inject(host) private readonly service: ServiceHost) {}

    /** How far everything is that follows the service's log, and how many messages wait or cannot be read. */
    @Get()
    async show(): Promise<object> {
      const { pool, log } = this.service;
      const [subscriptions, held, poison] = await Promise.all([
        subscriptionLags(pool),
        heldMessages(pool, service),
        poisonMessages(pool, service),
      ]);
      const commandsWaiting = log.waiting;
      return { service, subscriptions, heldMessages: held.length, poisonMessages: poison.length, commandsWaiting };
    }

    @Get('held-messages')
    async held(): Promise<object> {
      return { value: await heldMessages(this.service.pool, service) };
    }

    /** Tries held messages again now: those of one stream, or all. */
    @Post('held-messages/retry')
    @HttpCode(200)
    async retryHeld(@Body() content: unknown): Promise<object> {
      const { stream } = parseRequest(retry, content);
      await hastenHeld(this.service.pool, service, stream);
      const released = await this.service.consumer.retryHeld();
      return { released, held: (await heldMessages(this.service.pool, service)).length };
    }

    /** Bytes that came by the bus and are no message; their contents in base64. */
    @Get('poison-messages')
    async poison(): Promise<object> {
      const kept = await poisonMessages(this.service.pool, service);
      const text = (bytes: Buffer | null) => bytes?.toString('base64') ?? null;
      return { value: kept.map(({ key, value, ...rest }) => ({ ...rest, key: text(key), value: text(value) })) };
    }

    /** Reads poison again; what this release can read is taken in. */
    @Post('poison-messages/retry')
    @HttpCode(200)
    async retryPoison(): Promise<object> {
      const released = await retryPoison(this.service.pool, this.service.consumer);
      return { released, poison: (await poisonMessages(this.service.pool, service)).length };
    }

    /** Publishes the service's log again, from after a position on; whoever has heard it suppresses it. */
    @Post('replay')
    @HttpCode(202)
    async replay(@Body() content: unknown): Promise<object> {
      const { after } = parseRequest(again, content);
      await replay(this.service.pool, 'relay', after);
      return { after };
    }
  }
  return OperationsController;
}
