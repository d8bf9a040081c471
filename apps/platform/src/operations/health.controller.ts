import { Controller, Get, HttpCode, Inject, ServiceUnavailableException } from '@nestjs/common';
import { READINESS } from '../tokens.ts';
import type { Readiness } from '../readiness.ts';

/** For whoever keeps the process running. Open to all: it tells nothing but states. */
@Controller('health')
export class HealthController {
  private readonly readiness: Readiness;

  constructor(@Inject(READINESS) readiness: Readiness) {
    this.readiness = readiness;
  }

  /** The process answers; when it does not, restart it. */
  @Get('live')
  @HttpCode(200)
  live(): object {
    return { status: 'ok' };
  }

  /** Every role of this process can do its work; while not, send no traffic here. */
  @Get('ready')
  @HttpCode(200)
  async ready(): Promise<object> {
    const report = await this.readiness.report();
    if (report.status === 'ok') return report;
    throw new ServiceUnavailableException(report);
  }
}
