import type { Charging } from './charging.ts';
import type { Connector } from './connector.ts';
import type { Station } from './station.ts';

/** Sends what the platform asked for with TriggerMessage (OCPP 1.6 section 5.17, OCPP 2.0.1 F06). */
export class Triggers {
  readonly #station: Station;
  readonly #charging: Charging;

  constructor(station: Station, charging: Charging) {
    this.#station = station;
    this.#charging = charging;
  }

  /** Whether there is such a connector (EVSE in 2.x); 0 and nothing mean all of them. */
  knows(connectorId: number | undefined): boolean {
    return this.#meant(connectorId).length > 0;
  }

  /** Whether a transaction is running there. */
  charges(connectorId: number | undefined): boolean {
    return this.#meant(connectorId).some(({ transaction }) => transaction);
  }

  boot(): void {
    void this.#station.tell('BootNotification', this.#station.dialect.bootNotification(this.#station.identity, 'Triggered'));
  }

  heartbeat(): void {
    void this.#station.tell('Heartbeat', {});
  }

  status(connectorId: number | undefined): void {
    const { dialect } = this.#station;
    for (const connector of this.#meant(connectorId)) {
      connector.reportedStatus = connector.status;
      void this.#station.tell('StatusNotification', dialect.statusNotification(connector, this.#station.now()));
    }
  }

  meterValues(connectorId: number | undefined): void {
    const { dialect, online } = this.#station;
    for (const connector of this.#meant(connectorId)) {
      const sample = this.#charging.sample(connector);
      const moment = { at: this.#station.now(), offline: !online, sample, context: 'Trigger' } as const;
      void this.#station.tell('MeterValues', dialect.meterValues(connector, moment));
    }
  }

  transactionEvent(connectorId: number | undefined): void {
    for (const { transaction } of this.#meant(connectorId)) {
      if (transaction) this.#charging.update(transaction, 'Trigger');
    }
  }

  /** Nothing is under way: log, diagnostics and firmware are idle. */
  idle(action: string): void {
    void this.#station.tell(action, { status: 'Idle' });
  }

  #meant(connectorId: number | undefined): readonly Connector[] {
    const { connectors } = this.#station;
    return connectorId === undefined || connectorId === 0 ? connectors : connectors.filter(({ id }) => id === connectorId);
  }
}
