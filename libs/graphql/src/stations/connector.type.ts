import { Field, Float, ID, ObjectType } from '@nestjs/graphql';
import type { ConnectorRow } from '@wattledger/read-models';
import { always, maybe } from '../schema/descriptions.ts';
import { connectionOf } from '../schema/connection-type.ts';
import type { Shown } from '../schema/shown.ts';
import { DateTime, StationNumber } from '../schema/scalars.ts';

@ObjectType({ description: 'The newest value of one quantity at one connector.' })
export class ConnectorReading {
  @Field(always("OCPP's name of the quantity, such as `Voltage`."))
  measurand!: string;

  @Field(maybe('The phase, where it was measured on one.'))
  phase?: string;

  @Field(always('Where it was measured; `Outlet` unless the station says otherwise.'))
  location!: string;

  @Field(() => Float, always('The value, in `unit`.'))
  value!: number;

  @Field(always('Base unit of the quantity: Wh, W, A, V, Celsius, Percent ...'))
  unit!: string;

  @Field(always('What made the station measure it, such as `Sample.Periodic`.'))
  context!: string;

  @Field(() => DateTime, always('When it was measured.'))
  at!: string;
}

@ObjectType({
  description:
    'A connector as it is now. In OCPP 1.6 `evseId` equals `connectorId`; in 2.x connector 0 stands for the EVSE as a whole.',
})
export class Connector implements Shown<ConnectorRow, keyof Connector> {
  @Field(() => ID, always('The station it belongs to.'))
  stationId!: string;

  @Field(() => StationNumber, always('The EVSE it belongs to.'))
  evseId!: number;

  @Field(() => StationNumber, always('Its number.'))
  connectorId!: number;

  @Field(maybe('As the station said it: nine values in OCPP 1.6, five in 2.x.'))
  status?: string;

  @Field(maybe('Error of this connector.'))
  errorCode?: string;

  @Field(maybe('More about that error.'))
  errorInfo?: string;

  @Field(maybe("The maker's own code for that error."))
  vendorErrorCode?: string;

  @Field(() => DateTime, maybe('When the station said so.'))
  statusAt?: string;

  @Field(maybe('False while it has been taken out of service.'))
  operative?: boolean;

  @Field(maybe('The change of `operative` waits for the running session to end.'))
  availabilityScheduled?: boolean;

  @Field(() => ID, maybe('The session that is charging or parked here now.'))
  currentSessionId?: string;

  @Field(() => ID, maybe('The newest session here, the current one included.'))
  lastSessionId?: string;

  @Field(() => StationNumber, maybe('The reservation that holds it.'))
  reservationId?: number;

  @Field(() => DateTime, maybe('When the newest of its readings was taken.'))
  readAt?: string;
}

export const ConnectorConnection = connectionOf(Connector, 'connectors', 'counted');
