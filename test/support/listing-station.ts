import type { JsonObject } from '@wattledger/kernel';
import type { IncomingCall, RawStation } from './raw-station.ts';
import { SettableStation } from './settable-station.ts';
import type { Version } from './settable-station.ts';

/** A list as a station was sent it. */
export interface SentList {
  readonly update: string;
  readonly version: number;
  /** What it lets charge from now on, and what no longer; tokens in clear. */
  readonly put: readonly string[];
  readonly removed: readonly string[];
  readonly payload: JsonObject;
}

/** A station that keeps a local list: it tells its version and what it can take, and keeps what it accepts. */
export class ListingStation {
  /** Of its list; a spec changes it where the station has lost its memory. */
  version = 0;
  /** What it knows by heart. */
  readonly tokens = new Set<string>();
  private readonly station: SettableStation;

  private constructor(station: SettableStation) {
    this.station = station;
  }

  /** @param can its configuration: by key in 1.6, by `component/variable` in 2.x */
  static async boot(
    raw: RawStation,
    version: Version,
    can: Readonly<Record<string, string>> = {},
    before?: ListingStation,
  ): Promise<ListingStation> {
    const station = new ListingStation(await SettableStation.boot(raw, version, can));
    station.version = before?.version ?? 0;
    for (const token of before?.tokens ?? []) station.tokens.add(token);
    return station;
  }

  get raw(): RawStation {
    return this.station.raw;
  }

  /** The next list that it is sent; questions on the way are answered. It is for the spec to say what it makes of it. */
  async nextList(): Promise<{ readonly call: IncomingCall; readonly list: SentList }> {
    for (;;) {
      const call = await this.station.nextSetting();
      if (call.action === 'SendLocalList') return { call, list: readList(call.payload) };
      if (call.action !== 'GetLocalListVersion') throw new Error(`${call.action} is no list`);
      this.raw.answer(call, this.is16 ? { listVersion: this.version } : { versionNumber: this.version });
    }
  }

  async accept(): Promise<SentList> {
    const { call, list } = await this.nextList();
    if (list.update === 'Full') this.tokens.clear();
    for (const token of list.put) this.tokens.add(token);
    for (const token of list.removed) this.tokens.delete(token);
    this.version = list.version;
    this.raw.answer(call, { status: 'Accepted' });
    return list;
  }

  async decline(status: 'Failed' | 'VersionMismatch' | 'NotSupported'): Promise<SentList> {
    const { call, list } = await this.nextList();
    this.raw.answer(call, { status });
    return list;
  }

  private get is16(): boolean {
    return this.raw.protocol === 'ocpp1.6';
  }
}

function readList(payload: JsonObject): SentList {
  const entries = (payload['localAuthorizationList'] ?? []) as JsonObject[];
  const named = (wanted: boolean) =>
    entries
      .filter((entry) => ('idTagInfo' in entry || 'idTokenInfo' in entry) === wanted)
      .map(({ idTag, idToken }) => String(idTag ?? (idToken as JsonObject)['idToken']));
  return {
    update: String(payload['updateType']),
    version: Number(payload['listVersion'] ?? payload['versionNumber']),
    put: named(true),
    removed: named(false),
    payload,
  };
}
