import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { StationRow } from '@wattledger/read-models';
import { connectionOf } from '../schema/connection-type.ts';
import { always, maybe } from '../schema/descriptions.ts';
import type { Shown } from '../schema/shown.ts';
import { DateTime, StationNumber } from '../schema/scalars.ts';

@ObjectType({ description: 'A charging station as it is now, as far as it has told.' })
export class Station implements Shown<StationRow, keyof Station> {
  @Field(() => ID, { name: 'id', ...always('The identity with which it connects.') })
  stationId!: string;

  @Field(maybe('Who made it.'))
  vendor?: string;

  @Field(maybe("The maker's name for this kind of station."))
  model?: string;

  @Field(maybe('Serial number of the station.'))
  serialNumber?: string;

  @Field(maybe('Version of its firmware.'))
  firmwareVersion?: string;

  @Field(maybe('ICCID of its SIM card.'))
  iccid?: string;

  @Field(maybe('IMSI of its SIM card.'))
  imsi?: string;

  @Field(maybe('Kind of its main meter.'))
  meterType?: string;

  @Field(maybe('Serial number of its main meter.'))
  meterSerialNumber?: string;

  @Field(maybe('OCPP version of its newest connection: `1.6`, `2.0.1` or `2.1`.'))
  ocppVersion?: string;

  @Field(always('It has an open connection.'))
  connected!: boolean;

  @Field(() => Int, maybe('Counts its connections.'))
  connectionEpoch?: number;

  @Field(() => DateTime, maybe('When its newest connection was opened.'))
  connectedSince?: string;

  @Field(() => DateTime, maybe('When its newest connection was lost.'))
  disconnectedAt?: string;

  @Field(maybe('Why its newest connection was lost.'))
  disconnectCause?: string;

  @Field(maybe('The network address it connects from.'))
  remoteAddress?: string;

  @Field(maybe('How it proved its identity: `basic`, `certificate` or `none`.'))
  authentication?: string;

  @Field(
    () => Int,
    maybe('OCPP security profile of its newest connection: 0 none, 1 password, 2 password over TLS, 3 certificate.'),
  )
  securityProfile?: number;

  @Field(() => DateTime, maybe('When the platform last received anything of it.'))
  lastSeenAt?: string;

  @Field(() => DateTime, maybe('When it last said that it had started.'))
  bootedAt?: string;

  @Field(maybe('Why it started, as OCPP 2.x stations say.'))
  bootReason?: string;

  @Field(maybe("The platform's answer to its newest boot: `Accepted`, `Pending` or `Rejected`."))
  registrationStatus?: string;

  @Field(() => StationNumber, maybe('How often it is to send a heartbeat, seconds.'))
  heartbeatSeconds?: number;

  @Field(() => StationNumber, maybe("How far its clock is ahead of the platform's, milliseconds; negative when it is behind."))
  clockSkewMs?: number;

  @Field(maybe('What it says of itself as a whole (connector 0 in OCPP 1.6).'))
  status?: string;

  @Field(maybe('Error of the station as a whole.'))
  errorCode?: string;

  @Field(maybe('More about that error.'))
  errorInfo?: string;

  @Field(maybe("The maker's own code for that error."))
  vendorErrorCode?: string;

  @Field(() => DateTime, maybe('When it said so.'))
  statusAt?: string;

  @Field(maybe('False while it has been taken out of service.'))
  operative?: boolean;

  @Field(maybe('Where its firmware update has got to.'))
  firmwareStatus?: string;

  @Field(() => DateTime, maybe('When it said so.'))
  firmwareStatusAt?: string;

  @Field(maybe('Where its upload of logs or diagnostics has got to.'))
  logStatus?: string;

  @Field(() => DateTime, maybe('When it said so.'))
  logStatusAt?: string;

  @Field(maybe('The newest security event it has told of.'))
  lastSecurityEvent?: string;

  @Field(() => DateTime, maybe('When that event happened.'))
  lastSecurityEventAt?: string;

  @Field(maybe('The site it stands at, as somebody has said.'))
  siteId?: string;

  @Field(() => [String], maybe('The groups it is in.'))
  groups?: readonly string[];

  @Field(maybe('IANA name of its time zone.'))
  timeZone?: string;

  @Field(() => DateTime, always('When the log first mentions it.'))
  firstSeenAt!: string;
}

export const StationConnection = connectionOf(Station, 'stations', 'counted');
