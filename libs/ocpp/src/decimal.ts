/** `coefficient` / 10^`scale`. */
interface Decimal {
  readonly coefficient: bigint;
  readonly scale: number;
}

/** A number as the decimal that prints it: 8.1 is 81 / 10, whatever the double behind it holds. */
function decimalOf(value: number): Decimal {
  const [mantissa = '0', exponent = '0'] = String(value).split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  const scale = fraction.length - Number(exponent);
  const coefficient = BigInt(whole + fraction);
  return scale >= 0 ? { coefficient, scale } : { coefficient: coefficient * 10n ** BigInt(-scale), scale: 0 };
}

/**
 * True when `value` is a whole multiple of `step`, counted in decimals.
 *
 * In doubles 8.1 / 0.1 is 80.99999999999999: a remainder would refuse a limit of 8.1 A.
 */
export function isDecimalMultiple(value: number, step: number): boolean {
  if (!Number.isFinite(value)) return false;
  const a = decimalOf(value);
  const b = decimalOf(step);
  const scale = Math.max(a.scale, b.scale);
  const scaled = ({ coefficient, scale: own }: Decimal) => coefficient * 10n ** BigInt(scale - own);
  return scaled(a) % scaled(b) === 0n;
}
