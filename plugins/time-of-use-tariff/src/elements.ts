import { isHoliday, isInSeason, isInWindow, localTime } from '@wattledger/plugin-sdk';
import type { Stretch, UnitPrices } from '@wattledger/plugin-sdk';
import type { Element, TimeOfUseTerms } from './terms.ts';

/** `22:30` as minutes from midnight. */
const minuteOf = (timeOfDay: string): number => Number(timeOfDay.slice(0, 2)) * 60 + Number(timeOfDay.slice(3));

/** The times of day at which an element begins or ends. */
export const boundariesIn = ({ elements }: TimeOfUseTerms): readonly number[] =>
  elements.flatMap(({ when: { from, until } }) => [from, until].flatMap((time) => (time === undefined ? [] : [minuteOf(time)])));

/** The energies at which an element begins or ends, milliwatt-hours. */
export const energyStepsIn = ({ elements }: TimeOfUseTerms): readonly number[] =>
  elements.flatMap(({ when: { fromKwh, untilKwh } }) =>
    [fromKwh, untilKwh].flatMap((kwh) => (kwh === undefined ? [] : [Math.round(kwh * 1_000_000)])),
  );

/** The prices of a stretch in which no element begins or ends: of the elements that hold at its begin, the first. */
export function pricesIn(terms: TimeOfUseTerms, timeZone: string): (stretch: Stretch) => UnitPrices {
  const { elements, otherwise, holidays } = terms;
  return (stretch) => {
    const found = elements.find(({ when }) => holds(when, stretch, timeZone, holidays));
    return found ? { ...found, element: found.name } : { ...otherwise, element: 'otherwise' };
  };
}

function holds(when: Element['when'], stretch: Stretch, timeZone: string, holidays: readonly string[]): boolean {
  const { date, weekday, minuteOfDay } = localTime(stretch.from, timeZone);
  const { weekdays, from = '00:00', until = '24:00', season, fromKwh, untilKwh, fromKw, untilKw } = when;
  const energyKwh = stretch.energyBeforeMilliWh / 1_000_000;
  const powerKw = (stretch.powerW ?? 0) / 1_000;
  return (
    (weekdays?.includes(weekday) ?? true) &&
    isInWindow(minuteOfDay, minuteOf(from), minuteOf(until)) &&
    (season === undefined || isInSeason(date, season)) &&
    (when.holidays === undefined || isHoliday(date, holidays) === (when.holidays === 'only')) &&
    energyKwh >= (fromKwh ?? 0) &&
    energyKwh < (untilKwh ?? Infinity) &&
    powerKw >= (fromKw ?? 0) &&
    powerKw < (untilKw ?? Infinity)
  );
}
