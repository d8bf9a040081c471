const Real = globalThis.Date;

/** The clock of this process, set to another time as somebody does by hand or a time server at once. Timers go on as ever. */
export class ShiftedClock {
  private offsetMs = 0;

  /** From now on `Date` shows what this clock shows. */
  install(): void {
    const now = () => Real.now() + this.offsetMs;
    globalThis.Date = new Proxy(Real, {
      construct: (target, args: unknown[]) => Reflect.construct(target, args.length === 0 ? [now()] : args) as object,
      get: (target, name) => (name === 'now' ? now : (Reflect.get(target, name) as unknown)),
    });
  }

  /** Sets it so many seconds forward, or back. */
  jump(seconds: number): void {
    this.offsetMs += seconds * 1_000;
  }

  restore(): void {
    globalThis.Date = Real;
  }
}
