import { amperes, celsius, kilowattHours, kilowatts, UNKNOWN, volts } from '../format/quantities.ts';
import { duration, localMinutes } from '../format/times.ts';
import type { Battery } from '../graphql/batteries.ts';
import { useNow } from '../use-now.ts';
import { Measure, Measures } from './measures.tsx';
import { SocGauge } from './soc-gauge.tsx';
import { Ago } from './time.tsx';

interface Props {
  readonly battery: Battery;
  /** The session goes on, so that times to go mean something. */
  readonly charging: boolean;
}

/** A battery as it was last measured. */
export function BatteryPanel({ battery, charging }: Props) {
  return (
    <div className="battery-panel">
      <SocGauge value={battery.stateOfChargePercent} charging={charging} />
      <Measures>
        <Measure name="Power">{kilowatts(battery.powerW)}</Measure>
        <Measure name="Voltage">{volts(battery.voltageV)}</Measure>
        <Measure name="Current">{amperes(battery.currentA)}</Measure>
        <Measure name="Temperature">{celsius(battery.temperatureC)}</Measure>
        {charging && (
          <>
            <Measure name="Until 80 %">
              <TimeToGo from={battery.stateOfChargeAt} seconds={battery.secondsTo80} />
            </Measure>
            <Measure name="Until 100 %">
              <TimeToGo from={battery.stateOfChargeAt} seconds={battery.secondsTo100} />
            </Measure>
          </>
        )}
        <Measure name="Usable capacity">
          {battery.capacityWh === null ? UNKNOWN : `≈ ${kilowattHours(battery.capacityWh)}`}
        </Measure>
        <Measure name="Measured">
          <Ago at={battery.measuredAt} />
        </Measure>
      </Measures>
    </div>
  );
}

function TimeToGo({ from, seconds }: { readonly from: string | null; readonly seconds: number | null }) {
  const now = useNow();
  if (seconds === null || from === null) return <span title="The readings do not allow an estimate yet.">{UNKNOWN}</span>;
  if (seconds === 0) return <>reached</>;
  const until = new Date(Date.parse(from) + seconds * 1000);
  const left = (until.getTime() - now.getTime()) / 1000;
  return (
    <span title={`About ${localMinutes(until)}`}>{left > 0 ? `${duration(left)} (${localMinutes(until)})` : 'any moment'}</span>
  );
}
