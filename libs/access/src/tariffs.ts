import {
  evolveTariff,
  platformData,
  scopeName,
  scopesFor,
  tariffAssignmentStream,
  tariffInForce,
  tariffStream,
} from '@wattledger/charging';
import type { Basis, Known, KnownTariff, SessionToPrice, TariffHistory, TariffScope, TariffVersion } from '@wattledger/charging';
import { FoldedStreams, newEvent } from '@wattledger/event-log';
import type { Folded, Ledger, RecordedEvent } from '@wattledger/event-log';
import { instantOf, isJsonObject, isRefusal } from '@wattledger/kernel';
import type { Clock, JsonObject, Refusal } from '@wattledger/kernel';
import { refuseAccess } from './errors.ts';

/** The plugins that price, as far as tariffs need them. */
export interface TariffPlugins {
  /** The terms as the plugin reads them, defaults filled in; else what is wrong with them. `undefined`: no such plugin prices. */
  readTerms(
    plugin: string,
    terms: JsonObject,
  ): Promise<{ readonly terms: JsonObject } | { readonly problem: string } | undefined>;
}

export interface NewTariffVersion extends Pick<KnownTariff, 'tariffId' | 'plugin' | 'name' | 'currency' | 'terms'> {
  /** Absent: from now on. */
  readonly validFrom?: string;
}

export interface TariffServices {
  readonly ledger: Ledger;
  readonly plugins: TariffPlugins;
  /** The pseudonym of a group token, see `Sealer.subjectOf`. */
  readonly subjectOf: (token: string) => string;
  readonly clock: Clock;
}

const TARIFF_ID = /^[\w.-]{1,60}$/;
const CURRENCY = /^[A-Z]{3}$/;
const LONGEST_NAME = 100;

interface Assignment {
  readonly tariffId: string | undefined;
}

/**
 * Tariffs, their versions, and who pays which.
 *
 * Call {@link follow} once, so that what is changed anywhere holds everywhere.
 */
export class Tariffs {
  private readonly services: TariffServices;
  private readonly tariffs: FoldedStreams<TariffHistory>;
  private readonly assignments: FoldedStreams<Assignment>;

  constructor(services: TariffServices) {
    this.services = services;
    const { ledger } = services;
    this.tariffs = new FoldedStreams(ledger, { category: 'tariff', evolve: evolveTariffEvent });
    this.assignments = new FoldedStreams(ledger, { category: 'tariffassignment', evolve: evolveAssignment });
  }

  /** Forgets what others change, until the signal. */
  async follow(signal: AbortSignal): Promise<void> {
    const { log } = this.services.ledger;
    const filter = { streamPrefixes: ['tariff-', 'tariffassignment-'] };
    for await (const { events } of log.subscribe({ after: await log.head(), filter, signal })) {
      for (const { stream } of events) {
        this.tariffs.forget(stream);
        this.assignments.forget(stream);
      }
    }
  }

  /** Adds a version, the first one included; what runs under an older one keeps it. */
  async addVersion(request: NewTariffVersion, by: string): Promise<KnownTariff | Refusal> {
    const { tariffId, plugin, name, currency } = request;
    if (!TARIFF_ID.test(tariffId)) return refuseAccess('tariff-id-invalid');
    if (name.trim() === '' || name.length > LONGEST_NAME) return refuseAccess('tariff-name-invalid');
    if (!CURRENCY.test(currency)) return refuseAccess('tariff-currency-invalid');
    const read = await this.services.plugins.readTerms(plugin, request.terms);
    if (!read) return refuseAccess('tariff-plugin-unknown', `No plugin ${plugin} prices tariffs here.`);
    if ('problem' in read) return refuseAccess('tariff-terms-invalid', `${plugin}: ${read.problem}`);
    const validFrom = request.validFrom ?? instantOf(this.services.clock());
    // Behind it another may have been added by the time the state is read again.
    let added: KnownTariff | undefined;
    const decided = await this.tariffs.decide(tariffId, (history) => {
      const newest = history?.versions.at(-1);
      if (newest && newest.currency !== currency)
        return refuseAccess('tariff-currency-invalid', `The tariff ${tariffId} is in ${newest.currency}.`);
      const version = (newest?.version ?? 0) + 1;
      added = { tariffId, version, plugin, name, currency, terms: read.terms, validFrom };
      return [newEvent('TariffVersionAdded', { ...added, by }, { actor: by })];
    });
    if (isRefusal(decided)) return decided;
    return added ?? refuseAccess('tariff-unknown');
  }

  async retire(tariffId: string, by: string): Promise<Refusal | undefined> {
    const decided = await this.tariffs.decide(tariffId, (history) => {
      if (!history) return unknownTariff(tariffId);
      if (history.retiredAt !== undefined) return refuseAccess('tariff-retired', `The tariff ${tariffId} was retired before.`);
      return [newEvent('TariffRetired', { tariffId, by }, { actor: by })];
    });
    return isRefusal(decided) ? decided : undefined;
  }

  /** What is paid in a scope from now on, see `scopesFor` for which scope counts most. */
  async assign(scope: TariffScope, tariffId: string, by: string): Promise<Refusal | undefined> {
    const history = await this.tariffs.get(tariffId);
    if (!history) return unknownTariff(tariffId);
    if (history.retiredAt !== undefined) return refuseAccess('tariff-retired', `The tariff ${tariffId} was retired.`);
    const assigned = this.pseudonymous(scope);
    await this.assignments.decide(scopeName(assigned), (state) =>
      state?.tariffId === tariffId ? [] : [newEvent('TariffAssigned', { scope: { ...assigned }, tariffId, by }, { actor: by })],
    );
    return undefined;
  }

  async unassign(scope: TariffScope, by: string): Promise<Refusal | undefined> {
    const assigned = this.pseudonymous(scope);
    const decided = await this.assignments.decide(scopeName(assigned), (state) =>
      state?.tariffId === undefined
        ? refuseAccess('tariff-not-assigned', `No tariff is assigned to ${scopeName(assigned)}.`)
        : [newEvent('TariffUnassigned', { scope: { ...assigned }, by }, { actor: by })],
    );
    return isRefusal(decided) ? decided : undefined;
  }

  /** A tariff as it was in that version. */
  async version({ tariffId, version }: TariffVersion): Promise<Known<KnownTariff | undefined>> {
    const folded = await this.tariffs.folded(tariffId);
    const value = folded.state?.versions.find((each) => each.version === version);
    return { value, basis: basisOf(tariffStream(tariffId), folded) };
  }

  /** What a session that starts then pays. A tariff that is retired or not valid yet leaves the place to the next scope. */
  async forSession(session: SessionToPrice): Promise<Known<KnownTariff | undefined>> {
    const basis: Basis[] = [];
    const { groupToken } = session;
    const driverGroup = groupToken === undefined ? undefined : this.services.subjectOf(groupToken);
    const named = session.tariffId === undefined ? undefined : await this.inForce(session.tariffId, session.startedAt, basis);
    if (named) return { value: named, basis };
    for (const scope of scopesFor({ ...session, ...(driverGroup !== undefined && { driverGroup }) })) {
      const assignment = await this.assignments.folded(scopeName(scope));
      if (assignment.state?.tariffId === undefined) continue;
      basis.push(...basisOf(tariffAssignmentStream(scopeName(scope)), assignment));
      const value = await this.inForce(assignment.state.tariffId, session.startedAt, basis);
      if (value) return { value, basis };
    }
    return { value: undefined, basis };
  }

  private async inForce(tariffId: string, at: string, basis: Basis[]): Promise<KnownTariff | undefined> {
    const folded = await this.tariffs.folded(tariffId);
    basis.push(...basisOf(tariffStream(tariffId), folded));
    return folded.state && tariffInForce(folded.state, at);
  }

  private pseudonymous(scope: TariffScope): TariffScope {
    return scope.kind === 'driver-group' ? { kind: scope.kind, id: this.services.subjectOf(scope.id) } : scope;
  }
}

const unknownTariff = (tariffId: string) => refuseAccess('tariff-unknown', `There is no tariff ${tariffId}.`);

const basisOf = (stream: string, { head }: Folded<unknown>): readonly Basis[] =>
  head.revision < 0 ? [] : [{ stream, revision: head.revision }];

function evolveTariffEvent(history: TariffHistory | undefined, { type, data, metadata }: RecordedEvent) {
  return isJsonObject(data) ? evolveTariff(history, { type, data, recordedAt: metadata.recordedAt }) : history;
}

function evolveAssignment(state: Assignment | undefined, { type, data }: RecordedEvent): Assignment | undefined {
  if (type === 'TariffAssigned') return { tariffId: platformData(type, data as JsonObject).tariffId };
  return type === 'TariffUnassigned' ? { tariffId: undefined } : state;
}
