const SEPARATORS = /[-*. ]/g;
/** ISO 15118-2, Annex H: country, provider, instance, and perhaps a check digit. */
const EMAID = /^[A-Z]{2}[A-Z0-9]{12,13}$/;
const WITHOUT_CHECK_DIGIT = 14;

/**
 * A contract id as everybody spells it: capitals, without separators and without its check digit.
 *
 *     contractIdOf('de-8aa-ca2b3c4d5-n') // 'DE8AACA2B3C4D5'
 *
 * @returns `undefined` for what is no eMAID (ISO 15118-2, Annex H)
 */
export function contractIdOf(text: string): string | undefined {
  const bare = text.replace(SEPARATORS, '').toUpperCase();
  if (!EMAID.test(bare)) return undefined;
  return bare.slice(0, WITHOUT_CHECK_DIGIT);
}
