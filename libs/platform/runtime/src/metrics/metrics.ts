import { PrometheusExporter, PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import { MeterProvider } from '@opentelemetry/sdk-metrics';

/** What a gauge shows: a number, told apart by attributes. */
export interface Observation {
  readonly value: number;
  readonly attributes: Readonly<Record<string, string>>;
}

/** The numbers of this process, for a scraper that speaks Prometheus. */
export class Metrics {
  private readonly exporter = new PrometheusExporter({ preventServerStart: true });
  private readonly serializer = new PrometheusSerializer();
  private readonly provider = new MeterProvider({ readers: [this.exporter] });
  private readonly meter = this.provider.getMeter('waybill');

  /** A number that is read whenever somebody asks; `name` begins with `waybill_`. */
  gauge(name: string, description: string, observe: () => Promise<readonly Observation[]>): void {
    this.meter.createObservableGauge(name, { description }).addCallback(async (result) => {
      for (const { value, attributes } of await observe()) result.observe(value, attributes);
    });
  }

  /** How often something took how long; `boundaries` in the unit that `name` ends in. */
  histogram(name: string, description: string, boundaries: readonly number[]): (value: number) => void {
    const advice = { explicitBucketBoundaries: [...boundaries] };
    const histogram = this.meter.createHistogram(name, { description, advice });
    return (value) => histogram.record(value);
  }

  /** Everything, in Prometheus' text format. */
  async render(): Promise<string> {
    const { resourceMetrics } = await this.exporter.collect();
    return this.serializer.serialize(resourceMetrics);
  }
}
