/** What a station of the load generator says, call by call. Frames are put together from ready pieces: saying must cost little. */

export const mixes = ['heartbeat', 'meter-values', 'whole-session'] as const;
export type Mix = (typeof mixes)[number];

export const benchVersions = ['1.6', '2.0.1'] as const;
export type BenchVersion = (typeof benchVersions)[number];

export interface Script {
  /** Sent once, before anything is measured. */
  readonly prelude: readonly Say[];
  /** Said over and over again. */
  readonly loop: readonly Say[];
}

/** One call of a station: its action, its payload as JSON text, and what it learns from the answer's payload. */
export interface Say {
  readonly action: string;
  readonly payload: (station: Telling) => string;
  readonly hears?: (station: Telling, answer: { readonly transactionId?: unknown }) => void;
}

const SESSIONS_A_DAY = 4;
const SESSION_SECONDS = 3_600;
const SAMPLE_SECONDS = 60;
const HEARTBEAT_SECONDS = 300;
const DAY_SECONDS = 86_400;

/**
 * A day of a station as the operations guide's sizing counts it: a heartbeat every 300 s, and four sessions of an hour with a sample a minute, two
 * authorizations and six statuses each. Its clock goes from call to call.
 */
export function dayOf(version: BenchVersion): Script {
  const say = version === '1.6' ? sayings16 : sayings201;
  const pause = Array.from({ length: (DAY_SECONDS - SESSIONS_A_DAY * SESSION_SECONDS) / SESSIONS_A_DAY / HEARTBEAT_SECONDS });
  const charging = Array.from({ length: SESSION_SECONDS / SAMPLE_SECONDS }, (_, index) => {
    const sample = later(SAMPLE_SECONDS, say.sample);
    return (index * SAMPLE_SECONDS) % HEARTBEAT_SECONDS === 0 ? [say.heartbeat, sample] : [sample];
  });
  const session = [
    ...[say.plugged, say.authorize, say.authorize, say.start, say.plugged, say.plugged],
    ...charging.flat(),
    ...[say.plugged, say.stop, say.plugged, say.free],
  ];
  const stretch = [...pause.map(() => later(HEARTBEAT_SECONDS, say.heartbeat)), ...session];
  return { prelude: [say.boot, ...Array.from({ length: SESSIONS_A_DAY }, () => stretch).flat()], loop: [] };
}

/** The same, when so many seconds have gone by on the station's clock. */
const later = (seconds: number, say: Say): Say => ({
  ...say,
  payload: (station) => {
    if (station.clockMs !== undefined) station.clockMs += seconds * 1_000;
    return say.payload(station);
  },
});

/** What a station needs to know to say something new. */
export interface Telling {
  readonly stationId: string;
  /** In OCPP 1.6 a number from the platform, in 2.0.1 a text of the station. */
  transactionId: number | string;
  /** Rises with each sample. */
  energyWh: number;
  socPercent: number;
  seqNo: number;
  /** What its clock shows, where it lives faster than we do: milliseconds since 1970. */
  clockMs?: number | undefined;
}

const SAMPLES_PER_SESSION = 10;
const WH_PER_SAMPLE = 830;

let timestamp = '';
let timestampUntil = 0;

/** The station's present as JSON text; ours is made anew every 5 ms, because ten thousand a second cost more than the frames. */
function now({ clockMs }: Telling): string {
  if (clockMs !== undefined) return `"${new Date(clockMs).toISOString()}"`;
  const time = Date.now();
  if (time >= timestampUntil) {
    timestamp = `"${new Date(time).toISOString()}"`;
    timestampUntil = time + 5;
  }
  return timestamp;
}

const samples = Array.from({ length: SAMPLES_PER_SESSION });

export function scriptOf(mix: Mix, version: BenchVersion): Script {
  const say = version === '1.6' ? sayings16 : sayings201;
  switch (mix) {
    case 'heartbeat':
      return { prelude: [say.boot], loop: [say.heartbeat] };
    case 'meter-values':
      return { prelude: [say.boot, say.start], loop: [say.sample] };
    case 'whole-session':
      return {
        prelude: [say.boot],
        loop: [say.authorize, say.plugged, say.start, ...samples.map(() => say.sample), say.stop, say.free],
      };
  }
}

interface Sayings {
  readonly boot: Say;
  readonly heartbeat: Say;
  readonly authorize: Say;
  readonly plugged: Say;
  readonly start: Say;
  readonly sample: Say;
  readonly stop: Say;
  readonly free: Say;
}

function sampled(station: Telling): Telling {
  station.energyWh += WH_PER_SAMPLE;
  station.socPercent = station.socPercent >= 95 ? 20 : station.socPercent + 1;
  return station;
}

const heartbeat: Say = { action: 'Heartbeat', payload: () => '{}' };

const sampledValue16 = (value: string, measurand: string, unit: string, location: string) =>
  `{"value":"${value}","context":"Sample.Periodic","measurand":"${measurand}","location":"${location}","unit":"${unit}"}`;

const status16 = (status: string): Say => ({
  action: 'StatusNotification',
  payload: (station) => `{"connectorId":1,"errorCode":"NoError","status":"${status}","timestamp":${now(station)}}`,
});

const sayings16: Sayings = {
  boot: {
    action: 'BootNotification',
    payload: ({ stationId }) =>
      `{"chargePointVendor":"Wattledger","chargePointModel":"Bench","chargePointSerialNumber":"${stationId}","firmwareVersion":"1.0.0"}`,
  },
  heartbeat,
  authorize: { action: 'Authorize', payload: ({ stationId }) => `{"idTag":"T-${stationId}"}` },
  plugged: status16('Preparing'),
  start: {
    action: 'StartTransaction',
    payload: (station) =>
      `{"connectorId":1,"idTag":"T-${station.stationId}","meterStart":${station.energyWh},"timestamp":${now(station)}}`,
    hears: (station, { transactionId }) => {
      if (typeof transactionId === 'number') station.transactionId = transactionId;
    },
  },
  sample: {
    action: 'MeterValues',
    payload: (station) => {
      const { transactionId, energyWh, socPercent } = sampled(station);
      const powerW = 50_000 - socPercent * 200;
      return (
        `{"connectorId":1,"transactionId":${transactionId},"meterValue":[{"timestamp":${now(station)},"sampledValue":[` +
        `${sampledValue16(String(energyWh), 'Energy.Active.Import.Register', 'Wh', 'Outlet')},` +
        `${sampledValue16(String(powerW), 'Power.Active.Import', 'W', 'Outlet')},` +
        `${sampledValue16((powerW / 400).toFixed(1), 'Current.Import', 'A', 'Outlet')},` +
        `${sampledValue16('400.0', 'Voltage', 'V', 'Outlet')},` +
        `${sampledValue16(String(socPercent), 'SoC', 'Percent', 'EV')},` +
        `${sampledValue16('31.5', 'Temperature', 'Celsius', 'EV')}]}]}`
      );
    },
  },
  stop: {
    action: 'StopTransaction',
    payload: (station) => {
      const { stationId, transactionId, energyWh } = station;
      return `{"transactionId":${transactionId},"idTag":"T-${stationId}","meterStop":${energyWh},"timestamp":${now(station)},"reason":"Local"}`;
    },
  },
  free: status16('Available'),
};

const sampledValue201 = (value: number | string, measurand: string, unit: string, location: string) =>
  `{"value":${value},"context":"Sample.Periodic","measurand":"${measurand}","location":"${location}","unitOfMeasure":{"unit":"${unit}"}}`;

const meterValue201 = (station: Telling) => {
  const { energyWh, socPercent } = station;
  const powerW = 50_000 - socPercent * 200;
  return (
    `[{"timestamp":${now(station)},"sampledValue":[` +
    `${sampledValue201(energyWh, 'Energy.Active.Import.Register', 'Wh', 'Outlet')},` +
    `${sampledValue201(powerW, 'Power.Active.Import', 'W', 'Outlet')},` +
    `${sampledValue201((powerW / 400).toFixed(1), 'Current.Import', 'A', 'Outlet')},` +
    `${sampledValue201(400, 'Voltage', 'V', 'Outlet')},` +
    `${sampledValue201(socPercent, 'SoC', 'Percent', 'EV')}]}]`
  );
};

const status201 = (status: string): Say => ({
  action: 'StatusNotification',
  payload: (station) => `{"timestamp":${now(station)},"connectorStatus":"${status}","evseId":1,"connectorId":1}`,
});

const token201 = ({ stationId }: Telling) => `"idToken":{"idToken":"T-${stationId}","type":"ISO14443"}`;

/** `ending` stays open for what belongs to the kind of event. */
const event201 = (eventType: string, trigger: string, station: Telling, state: string, ending: string) =>
  `{"eventType":"${eventType}","timestamp":${now(station)},"triggerReason":"${trigger}","seqNo":${station.seqNo++},` +
  `"transactionInfo":{"transactionId":"${station.transactionId}","chargingState":"${state}"${ending}`;

let sessions201 = 0;

const sayings201: Sayings = {
  boot: {
    action: 'BootNotification',
    payload: ({ stationId }) =>
      `{"reason":"PowerUp","chargingStation":{"vendorName":"Wattledger","model":"Bench","serialNumber":"${stationId}","firmwareVersion":"1.0.0"}}`,
  },
  heartbeat,
  authorize: { action: 'Authorize', payload: (station) => `{${token201(station)}}` },
  plugged: status201('Occupied'),
  start: {
    action: 'TransactionEvent',
    payload: (station) => {
      station.transactionId = `${station.stationId}-${Date.now().toString(36)}-${(sessions201 += 1)}`.slice(-36);
      station.seqNo = 0;
      const ending = `},"evse":{"id":1,"connectorId":1},${token201(station)},"meterValue":${meterValue201(station)}}`;
      return event201('Started', 'Authorized', station, 'EVConnected', ending);
    },
  },
  sample: {
    action: 'TransactionEvent',
    payload: (station) => {
      const meterValue = meterValue201(sampled(station));
      return event201('Updated', 'MeterValuePeriodic', station, 'Charging', `},"meterValue":${meterValue}}`);
    },
  },
  stop: {
    action: 'TransactionEvent',
    payload: (station) => {
      const ending = `,"stoppedReason":"Local"},${token201(station)},"meterValue":${meterValue201(station)}}`;
      return event201('Ended', 'StopAuthorized', station, 'EVConnected', ending);
    },
  },
  free: status201('Available'),
};
