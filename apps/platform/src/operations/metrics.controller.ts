import { Controller, Get, Header, Inject } from '@nestjs/common';
import { Registry } from 'prom-client';

/** For Prometheus, in its text format 0.0.4. Holds counts and states, no ids. */
@Controller('metrics')
export class MetricsController {
  private readonly registry: Registry;

  constructor(@Inject(Registry) registry: Registry) {
    this.registry = registry;
  }

  @Get()
  @Header('content-type', Registry.PROMETHEUS_CONTENT_TYPE)
  metrics(): Promise<string> {
    return this.registry.metrics();
  }
}
