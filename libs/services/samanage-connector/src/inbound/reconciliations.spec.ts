import type { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { JobReads } from '../domain/connected-job';
import type { Reconciliations } from '../domain/reconciliation';
import { ReconciliationsController } from './reconciliations.controller';

it('says where a run that was asked for is found', async () => {
  const jobId = '01a20d80-2f1c-75e1-98ed-4b6bc23d41af';
  const jobs = { byId: () => Promise.resolve({ jobId }) } as unknown as JobReads;
  const reads = { ask: () => Promise.resolve({ run: { id: 'run-1' }, isNew: true }) } as unknown as Reconciliations;
  const told: string[] = [];
  const reply = { header: (name: string, value: string) => told.push(name, value) } as unknown as FastifyReply;
  const controller = new ReconciliationsController({} as CommandBus, jobs, reads);
  await controller.ask({ jobId }, undefined, { id: 'r' } as FastifyRequest, reply);
  expect(told).toEqual(['Location', `/v1.0/waybill/jobs/${jobId}/reconciliations/run-1`]);
});
