import { useEffect, useRef, useSyncExternalStore } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { UNKNOWN } from '../format/quantities.ts';
import { localMinutes } from '../format/times.ts';
import type { BatteryPoint } from '../graphql/batteries.ts';

const HEIGHT = 240;
const darkness = window.matchMedia('(prefers-color-scheme: dark)');
const onDarkness = (listener: () => void) => {
  darkness.addEventListener('change', listener);
  return () => darkness.removeEventListener('change', listener);
};

/** State of charge and power over time. */
export function CurveChart({ points, label }: { readonly points: readonly BatteryPoint[]; readonly label: string }) {
  const frame = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot>(undefined);
  const dark = useSyncExternalStore(onDarkness, () => darkness.matches);
  const data = useRef(columnsOf(points));

  useEffect(() => {
    data.current = columnsOf(points);
    chart.current?.setData(data.current);
  }, [points]);

  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const drawn = new uPlot(optionsFor(element), data.current, element);
    chart.current = drawn;
    const resized = new ResizeObserver(() => drawn.setSize({ width: element.clientWidth, height: HEIGHT }));
    resized.observe(element);
    return () => {
      resized.disconnect();
      drawn.destroy();
      chart.current = undefined;
    };
  }, [dark]);

  return <div ref={frame} className="chart" role="img" aria-label={label} />;
}

function columnsOf(points: readonly BatteryPoint[]): uPlot.AlignedData {
  return [
    points.map(({ at }) => Date.parse(at) / 1000),
    points.map(({ stateOfChargePercent }) => stateOfChargePercent),
    points.map(({ powerW }) => (powerW === null ? null : powerW / 1000)),
  ];
}

const MINUTE = 60;
const toTheSecond = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** As exact as the step from one tick to the next asks for. */
function timeOf(unixSeconds: number, step: number): string {
  const instant = new Date(unixSeconds * 1000);
  return step < MINUTE ? toTheSecond.format(instant) : localMinutes(instant);
}

function optionsFor(element: HTMLElement): uPlot.Options {
  const styles = getComputedStyle(element);
  const colour = (name: string) => styles.getPropertyValue(name).trim();
  const axis = {
    stroke: colour('--muted'),
    grid: { stroke: colour('--line'), width: 1 },
    ticks: { stroke: colour('--line'), width: 1 },
  };
  return {
    width: element.clientWidth,
    height: HEIGHT,
    cursor: { points: { size: 6 } },
    scales: { percent: { range: [0, 100] }, kilowatts: { range: (_chart, _least, most) => [0, Math.max(1, (most ?? 0) * 1.1)] } },
    axes: [
      {
        ...axis,
        space: 80,
        values: (_chart, ticks, _axis, _space, step) => ticks.map((tick) => timeOf(tick, step)),
      },
      { ...axis, scale: 'percent', values: (_chart, ticks) => ticks.map((tick) => `${tick} %`), size: 52 },
      {
        ...axis,
        scale: 'kilowatts',
        side: 1,
        grid: { show: false },
        values: (_chart, ticks) => ticks.map((tick) => `${tick} kW`),
        size: 58,
      },
    ],
    series: [
      { label: 'Time', value: (_chart, at) => (typeof at === 'number' ? timeOf(at, 1) : UNKNOWN) },
      { label: 'State of charge, %', scale: 'percent', stroke: colour('--accent'), width: 2, spanGaps: true },
      { label: 'Power, kW', scale: 'kilowatts', stroke: colour('--power'), width: 2, spanGaps: true, dash: [6, 3] },
    ],
  };
}
