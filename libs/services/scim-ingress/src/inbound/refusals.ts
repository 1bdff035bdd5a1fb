import { Inject, Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { type EventLog, instruct, traced } from '@waybill/event-log';
import { LOGGER } from '@waybill/runtime';
import { logToken } from '@waybill/service-host';
import type { FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { IsJobConnected } from '../domain/job-tokens';
import { EndpointKinds, placeOf, reasonOf, type RecordRefusal, type Refusal, refusals } from '../domain/refusals';
import { isFromBearer } from './job-token.guard';
import { RefusalsBudget } from './refusals-budget';
import type { ToldScimError } from './scim-errors';

/** What an admin may want to know of: the request was wrong, or whoever made it. */
const recorded: ReadonlySet<number> = new Set([400, 401, 409, 413]);

/** Refusals that may be on their way into the log; more are dropped, so that a database that hangs costs no memory. */
const mostUnderWay = 1_000;

interface Observed {
  readonly jobId: string;
  readonly endpoint: string;
  readonly actor: string;
  readonly refusal: Omit<Refusal, 'kind' | 'suppressed'>;
}

/**
 * Puts requests that were refused into the log of their job, after the answer and without anybody waiting. They are
 * bounded in rate, and those for jobs that were made up leave nothing behind.
 */
@Injectable()
export class RefusalRecorder {
  private readonly budget = new RefusalsBudget();
  private underWay = 0;

  constructor(
    private readonly queries: QueryBus,
    private readonly kinds: EndpointKinds,
    @Inject(logToken('scim-ingress')) private readonly log: EventLog,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Hears of every error that was told under `/scim/`. */
  readonly observe = (told: ToldScimError, request: FastifyRequest): void => {
    if (!recorded.has(told.status) || this.underWay >= mostUnderWay) return;
    const observed = observedOf(told, request);
    if (!observed) return;
    this.underWay += 1;
    void this.record(observed)
      .catch((error: unknown) => {
        const { correlationId: requestId } = observed.refusal;
        const line = { part: 'scim-ingress refusals', requestId, err: error };
        this.logger.warn(line, 'a refused request is not in the log');
      })
      .finally(() => (this.underWay -= 1));
  };

  private async record({ jobId, endpoint, actor, refusal }: Observed): Promise<void> {
    if (!(await this.queries.execute<IsJobConnected, boolean>(new IsJobConnected(jobId)))) return;
    const suppressed = this.budget.take(jobId, performance.now());
    if (suppressed === undefined) return;
    try {
      const kind = await this.kinds.kindOf(jobId, endpoint);
      await this.submit({ type: 'record-refusal', jobId, refusal: { ...refusal, kind, suppressed } }, actor);
    } catch (error) {
      this.budget.giveBack(jobId, suppressed + 1);
      throw error;
    }
  }

  private async submit(command: RecordRefusal, actor: string): Promise<void> {
    const metadata = traced({ correlationId: command.refusal.correlationId, actor });
    const instructions = [instruct(refusals, command)];
    const handled = await this.log.submit({ instructions, metadata, lane: 'background' });
    if (handled.kind === 'refused') throw handled.error;
  }
}

function observedOf({ status, body }: ToldScimError, request: FastifyRequest): Observed | undefined {
  const place = placeOf(request.url);
  if (!place) return undefined;
  const { jobId, endpoint, path, subjectId } = place;
  return {
    jobId,
    endpoint,
    // Without a token anybody may have sent it.
    actor: isFromBearer(request) ? 'azure-ad' : 'unknown',
    refusal: {
      correlationId: request.id,
      status,
      scimType: body.scimType ?? null,
      reason: reasonOf(body.detail),
      method: request.method,
      path,
      subjectId,
      at: new Date().toISOString(),
    },
  };
}
