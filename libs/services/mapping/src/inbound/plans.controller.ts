import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { DomainError } from '@waybill/decider';
import { newId } from '@waybill/event-log';
import { parseRequest, RequireRole } from '@waybill/runtime';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { MappingReads, type Plan } from '../domain/mapping-reads';
import { plannedKinds } from '../domain/plan/planned-change';
import { DecideJob } from './jobs.controller';
import { askedBy, knownJob } from './known-job';
import { surprisesOf } from './plan-surprises';
import { findingsOf, knownAccount, readRules } from './read-rules';

const path = z.object({ jobId: z.uuid() });
const planPath = path.extend({ planId: z.uuid() });
const draftBody = z.strictObject({ schema: z.unknown() });
const pageQuery = z.object({
  kind: z.enum(plannedKinds as [string, ...string[]]).optional(),
  $top: z.coerce.number().int().min(1).max(1_000).default(100),
  $skiptoken: z.uuid().or(z.literal('')).default(''),
});

/** A caller waits this long for a plan; one that takes longer is asked for again. */
const waitMilliseconds = 25_000;
const pollMilliseconds = 50;

/** What draft rules would do to everybody, before they apply. */
@RequireRole('admin')
@Controller('v1.0/waybill/jobs/:jobId/plans')
export class PlansController {
  constructor(
    private readonly commands: CommandBus,
    private readonly reads: MappingReads,
  ) {}

  /** Plans a draft: 201 with the plan, or 202 while it is still being made. */
  @Post()
  async make(
    @Param() given: unknown,
    @Body() content: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const { jobId, rulesVersion } = await knownJob(this.reads, parseRequest(path, given).jobId);
    const { schema } = readRules(parseRequest(draftBody, content).schema);
    const planId = newId();
    const { by } = askedBy(request);
    await this.reads.askForPlan({ planId, jobId, basedOn: rulesVersion, rules: { ...schema }, madeBy: by });
    const plan = await this.whenMade(jobId, planId);
    const location = `/v1.0/waybill/jobs/${jobId}/plans/${planId}`;
    void reply.status(plan.status === 'waiting' ? 202 : 201).header('Location', location);
    return this.shown(plan);
  }

  /** The plans that are kept, the newest first. */
  @Get()
  async list(@Param() given: unknown): Promise<object> {
    const { jobId } = await knownJob(this.reads, parseRequest(path, given).jobId);
    return { value: (await this.reads.plans(jobId)).map(summary) };
  }

  /** A plan with its counts and its rules. */
  @Get(':planId')
  async show(@Param() given: unknown): Promise<object> {
    return this.shown(await this.plan(given));
  }

  /** Who would change and how, page by page; of one kind, if asked. */
  @Get(':planId/changes')
  async changes(@Param() given: unknown, @Query() asked: unknown): Promise<object> {
    const { jobId, planId } = await this.plan(given);
    const { kind = null, $top: limit, $skiptoken: after } = parseRequest(pageQuery, asked);
    const value = await this.reads.planEntries(planId, { kind, after, limit });
    const last = value.at(-1);
    if (value.length < limit || !last) return { value };
    const next = new URLSearchParams({ ...(kind && { kind }), $top: String(limit), $skiptoken: last.subjectId });
    return { value, '@odata.nextLink': `/v1.0/waybill/jobs/${jobId}/plans/${planId}/changes?${next.toString()}` };
  }

  /**
   * Applies the rules of a plan. Refused where other rules hold by now, and where people who changed since would be
   * created, disabled or deleted and the plan did not show it; those are in the answer.
   */
  @Post(':planId/apply')
  @HttpCode(200)
  async apply(@Param() given: unknown, @Req() request: FastifyRequest): Promise<object> {
    const plan = await this.plan(given);
    const { jobId, planId, basedOn, rules } = plan;
    const { metadata, ...asked } = askedBy(request);
    await this.assertNoSurprise(plan, asked.now);
    const cycleId = newId();
    const apply = { type: 'apply-rules', jobId, rules, basedOn, planId, cycleId, ...asked } as const;
    const { state } = await this.commands.execute(new DecideJob(apply, metadata));
    return { planId, rulesVersion: state.rulesVersion, cycleId };
  }

  private async assertNoSurprise(plan: Plan, now: string): Promise<void> {
    const { rulesVersion } = await knownJob(this.reads, plan.jobId);
    if (plan.status !== 'complete') {
      throw new DomainError('precondition', 'mapping.plan-not-complete', `the plan ${plan.planId} is ${plan.status}`);
    }
    if (plan.basedOn !== rulesVersion) {
      const message = `the plan was made from rules version ${plan.basedOn}, and version ${rulesVersion} holds now`;
      throw new DomainError('conflict', 'mapping.rules-changed', message);
    }
    const surprises = await surprisesOf(this.reads, plan, now);
    if (surprises.length === 0) return;
    const message = `${surprises.length} people changed since, and what the rules would do to them is not in the plan`;
    throw new DomainError('conflict', 'mapping.plan-outdated', message, surprises);
  }

  private async plan(given: unknown): Promise<Plan> {
    const { jobId, planId } = parseRequest(planPath, given);
    const plan = await this.reads.plan(jobId, planId);
    if (plan) return plan;
    throw new DomainError('not-found', 'mapping.plan-unknown', `job ${jobId} has no plan ${planId}`);
  }

  private async shown(plan: Plan): Promise<object> {
    const { findings } = findingsOf(plan.rules, await knownAccount(this.reads, plan.jobId));
    return { ...summary(plan), schema: plan.rules, findings };
  }

  private async whenMade(jobId: string, planId: string): Promise<Plan> {
    const until = Date.now() + waitMilliseconds;
    for (;;) {
      const plan = await this.plan({ jobId, planId });
      if (plan.status !== 'waiting' || Date.now() > until) return plan;
      await sleep(pollMilliseconds);
    }
  }
}

const summary = ({ planId: id, rules: _, asOf: __, ...plan }: Plan) => ({ id, ...plan });
