import type { JsonObject } from '@wattledger/kernel';
import type { RawStation } from './raw-station.ts';
import type { IncomingCall } from './raw-station.ts';

export type Version = '1.6' | '2.0.1' | '2.1';

const boots: Readonly<Record<Version, JsonObject>> = {
  '1.6': { chargePointVendor: 'Acme', chargePointModel: 'Post' },
  '2.0.1': { reason: 'PowerUp', chargingStation: { vendorName: 'Acme', model: 'Post' } },
  '2.1': { reason: 'PowerUp', chargingStation: { vendorName: 'Acme', model: 'Post' } },
};

/** What the platform asks a station before it first tells it of a setting, or of a local list. */
const isIntroduction = ({ action, payload }: IncomingCall): boolean =>
  (action === 'GetConfiguration' && /SupportedFeatureProfiles|SendLocalListMaxLength/.test(JSON.stringify(payload))) ||
  (action === 'GetVariables' && /SmartChargingCtrlr|LocalAuthListCtrlr/.test(JSON.stringify(payload)));

/** A station that has booted and tells what it can do; the calls that set something are for the spec to answer. */
export class SettableStation {
  readonly raw: RawStation;
  private readonly version: Version;
  private readonly can: Readonly<Record<string, string>>;

  private constructor(raw: RawStation, version: Version, can: Readonly<Record<string, string>>) {
    this.raw = raw;
    this.version = version;
    this.can = can;
  }

  /** @param can its configuration: by key in 1.6, by `component/variable` in 2.x */
  static async boot(raw: RawStation, version: Version, can: Readonly<Record<string, string>> = {}): Promise<SettableStation> {
    const station = new SettableStation(raw, version, can);
    await raw.get('BootNotification', boots[version]);
    return station;
  }

  /** The next call that is no question about what it can do; such questions are answered on the way. */
  async nextSetting(): Promise<IncomingCall> {
    for (;;) {
      const call = await this.raw.nextCall();
      if (!isIntroduction(call)) return call;
      this.raw.answer(call, this.version === '1.6' ? this.configuration(call.payload) : this.variables(call.payload));
    }
  }

  async accept(): Promise<IncomingCall> {
    const call = await this.nextSetting();
    this.raw.answer(call, this.saying(call, 'Accepted'));
    return call;
  }

  async reject(): Promise<IncomingCall> {
    const call = await this.nextSetting();
    this.raw.answer(call, this.saying(call, 'Rejected'));
    return call;
  }

  private saying({ action, payload }: IncomingCall, status: string): JsonObject {
    if (action !== 'SetVariables') return { status };
    const [entry] = payload['setVariableData'] as JsonObject[];
    const { component = {}, variable = {} } = entry ?? {};
    return { setVariableResult: [{ attributeStatus: status, component, variable }] };
  }

  private configuration(asked: JsonObject): JsonObject {
    const keys = asked['key'] as string[];
    return {
      configurationKey: keys.filter((key) => key in this.can).map((key) => ({ key, readonly: true, value: this.can[key] ?? '' })),
      unknownKey: keys.filter((key) => !(key in this.can)),
    };
  }

  private variables(asked: JsonObject): JsonObject {
    const data = asked['getVariableData'] as { component: { name: string }; variable: { name: string } }[];
    return {
      getVariableResult: data.map(({ component, variable }): JsonObject => {
        const value = this.can[`${component.name}/${variable.name}`];
        const about = { component, variable };
        return value === undefined
          ? { attributeStatus: 'UnknownVariable', ...about }
          : { attributeStatus: 'Accepted', attributeValue: value, ...about };
      }),
    };
  }
}
