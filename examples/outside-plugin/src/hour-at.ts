/** The hour of the day that a station's clock shows. */
export function hourAt(at: string, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' }).formatToParts(new Date(at));
  return Number(parts.find(({ type }) => type === 'hour')?.value);
}
