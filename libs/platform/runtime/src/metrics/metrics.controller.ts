import { Controller, Get, Header } from '@nestjs/common';
import { PublicRoute } from '../access/route-access';
import { Metrics } from './metrics';

/** Public: it counts, and names nobody. */
@PublicRoute()
@Controller('metrics')
export class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  @Get()
  @Header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  show(): Promise<string> {
    return this.metrics.render();
  }
}
