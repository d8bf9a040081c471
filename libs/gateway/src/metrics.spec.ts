import { describe, expect, it } from '@jest/globals';
import { Registry } from 'prom-client';
import { GatewayMetrics } from './metrics.ts';

describe('what the gateway counts', () => {
  it('is not named by stations: an action that no document has is an unknown one', async () => {
    const registry = new Registry();
    const metrics = new GatewayMetrics(registry);
    for (const action of ['Heartbeat', 'MakeCoffee', 'MakeTea', 'TransactionEvent', '__proto__', 'constructor'])
      metrics.exchanged('1.6', action, 'answered');
    metrics.unreadable('1.6');
    const { values } = (await registry.getMetricsAsJSON()).find(({ name }) => name === 'wattledger_station_calls_total') ?? {};
    const counts = values?.map(({ labels, value }) => [labels['action'], value]);
    expect(counts).toEqual([
      ['Heartbeat', 1],
      ['UnknownAction', 5],
      ['unreadable', 1],
    ]);
  });
});
