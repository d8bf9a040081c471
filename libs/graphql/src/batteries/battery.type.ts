import { Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';
import type { PhaseValues } from '@wattledger/charging';
import type { BatteryPointRow, BatteryRow } from '@wattledger/read-models';
import { connectionOf } from '../schema/connection-type.ts';
import { always, maybe } from '../schema/descriptions.ts';
import type { Shown } from '../schema/shown.ts';
import { DateTime, StationNumber } from '../schema/scalars.ts';

@ObjectType({ description: 'What was measured on one phase.' })
export class PhaseReading {
  @Field(always('`L1`, `L2` or `L3`.'))
  phase!: string;

  @Field(() => Float, maybe('Power, W.'))
  powerW?: number;

  @Field(() => Float, maybe('Current, A.'))
  currentA?: number;

  @Field(() => Float, maybe('Voltage, V.'))
  voltageV?: number;
}

@ObjectType({
  description: "One point of a battery's curve: what was measured at one instant, as far as the station measures it.",
})
export class BatteryPoint implements Shown<BatteryPointRow, keyof BatteryPoint> {
  @Field(() => DateTime, always('When it was measured.'))
  at!: string;

  @Field(() => Float, maybe('State of charge, percent.'))
  stateOfChargePercent?: number;

  @Field(() => Float, maybe('Power of all phases together, W; negative when the battery feeds the grid.'))
  powerW?: number;

  @Field(() => Float, maybe('Current, A: of AC the highest of the phases, of DC the current.'))
  currentA?: number;

  @Field(() => Float, maybe('Voltage, V: of AC the mean phase-to-neutral voltage, of DC the voltage.'))
  voltageV?: number;

  @Field(() => Float, maybe('Temperature, degrees Celsius.'))
  temperatureC?: number;

  @Field(() => Float, maybe('The energy register, Wh.'))
  energyWh?: number;
}

@ObjectType({ description: 'How a battery was charged over time.' })
export class BatteryCurve {
  @Field(() => [BatteryPoint], always('The points, oldest first. Each was measured; none is an average.'))
  points!: BatteryPoint[];

  @Field(() => Int, always('How many points were measured in the time asked for.'))
  measuredPoints!: number;

  @Field(
    always('Points were left out to keep within `maxPoints`: of each stretch of time the highest and the lowest power are kept.'),
  )
  thinned!: boolean;
}

@ObjectType({
  description:
    'The newest picture of one battery: of an EV during a session, of whatever is plugged in outside of any session, or of a battery of a swap station.',
})
export class Battery implements Shown<BatteryRow, keyof Battery> {
  @Field(() => ID, {
    name: 'id',
    ...always(
      "The session's id; `<stationId>:<evseId>:<connectorId>` for readings outside of any session; `serial:<serialNumber>` at a swap station.",
    ),
  })
  batteryId!: string;

  @Field(() => ID, always('Where it was measured.'))
  stationId!: string;

  @Field(() => StationNumber, always('The EVSE.'))
  evseId!: number;

  @Field(() => StationNumber, always('The connector.'))
  connectorId!: number;

  @Field(() => ID, maybe('The session in which it is charged.'))
  sessionId?: string;

  @Field(maybe('Serial number of a swapped battery.'))
  serialNumber?: string;

  @Field(() => Float, maybe('State of health of a swapped battery, percent.'))
  stateOfHealthPercent?: number;

  @Field(maybe('When a swapped battery was made.'))
  productionDate?: string;

  @Field(maybe('`In` when a swap station holds it now, `Out` when a driver does, `OutTimeout` when nobody took it.'))
  swapDirection?: string;

  @Field(() => DateTime, always('When the newest of its readings was taken.'))
  measuredAt!: string;

  @Field(() => Float, maybe('State of charge, percent.'))
  stateOfChargePercent?: number;

  @Field(() => DateTime, maybe('When the state of charge was measured.'))
  stateOfChargeAt?: string;

  @Field(() => Float, maybe('Power of all phases together, W; negative when the battery feeds the grid.'))
  powerW?: number;

  @Field(() => DateTime, maybe('When the power was measured.'))
  powerAt?: string;

  @Field(() => Float, maybe('Current, A.'))
  currentA?: number;

  @Field(() => DateTime, maybe('When the current was measured.'))
  currentAt?: string;

  @Field(() => Float, maybe('Voltage, V.'))
  voltageV?: number;

  @Field(() => DateTime, maybe('When the voltage was measured.'))
  voltageAt?: string;

  @Field(() => Float, maybe('Temperature, degrees Celsius.'))
  temperatureC?: number;

  @Field(() => DateTime, maybe('When the temperature was measured.'))
  temperatureAt?: string;

  @Field(() => Float, maybe('The energy register, Wh.'))
  energyWh?: number;

  @Field(() => DateTime, maybe('When the energy register was read.'))
  energyAt?: string;

  @Field(
    () => Float,
    maybe('Usable capacity, Wh, estimated from the energy per percent of charge. Includes the losses of charging.'),
  )
  capacityWh?: number;

  @Field(() => Float, maybe('Over how many percent of charge the capacity was estimated: the more, the better.'))
  capacityFromPercent?: number;

  @Field(
    () => Float,
    maybe('Estimated seconds from `stateOfChargeAt` until 80 %; 0 when reached, absent when the data does not allow it.'),
  )
  secondsTo80?: number;

  @Field(
    () => Float,
    maybe('Estimated seconds from `stateOfChargeAt` until 100 %; 0 when reached, absent when the data does not allow it.'),
  )
  secondsTo100?: number;

  /** By phase; a field resolver lists them. */
  phases?: Readonly<Record<string, PhaseValues>>;
}

export const BatteryConnection = connectionOf(Battery, 'batteries', 'counted');
