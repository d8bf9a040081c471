import { z } from '@wattledger/plugin-sdk';

const settingName = z.enum(['price', 'chargingTime', 'maximumCurrent']);

/** How a maker's stations take a setting in a variable of their own. */
const vendorVariable = z.object({
  setting: settingName.describe('Which setting: `price`, `chargingTime` or `maximumCurrent`'),
  vendor: z.string().default('*').describe('Maker, as its stations say at boot; `*`: any'),
  model: z.string().default('*').describe('Model; `*`: any; a trailing `*` stands for any ending'),
  component: z.string().optional().describe('OCPP 2.x component; without it the entry is for OCPP 1.6'),
  variable: z.string().describe('OCPP 1.6 configuration key, or OCPP 2.x variable'),
  unit: z
    .enum(['A', 'dA', 'mA', 'W', 'kW', 'minutes', 'seconds', 'text', 'number'])
    .describe(
      'What the value counts: of a current `A`, `dA`, `mA`, `W`, `kW`; of a time `minutes`, `seconds`; of a price `text`, or `number` for a kWh',
    ),
});
export type VendorVariable = z.infer<typeof vendorVariable>;

export const config = z.object({
  vendorVariables: z
    .array(vendorVariable)
    .default([])
    .describe('Variables of their own in which makers take a setting; the first that fits a station is used'),
  stackLevel: z.number().int().min(0).max(100).default(0).describe('Stack level of the charging profiles that are set'),
  profileIds: z
    .number()
    .int()
    .min(1)
    .max(2_000_000_000)
    .default(770_000)
    .describe('The first of 1,000 numbers by which these charging profiles are called; nobody else may use them'),
  unlimitedAmperes: z
    .number()
    .min(1)
    .max(10_000)
    .default(1_000)
    .describe('What a schedule that limits nothing but time allows; stations keep to their own limits below it'),
  mostPriceTextCharacters: z
    .number()
    .int()
    .min(20)
    .max(1_000)
    .default(255)
    .describe('A longer price text is cut: stations show it on a small display'),
});
export type Config = z.infer<typeof config>;

/** The variable of its own in which this station takes the setting, where its maker has one. */
export function vendorVariableFor(
  { vendorVariables }: Config,
  setting: VendorVariable['setting'],
  station: { readonly vendor?: string; readonly model?: string; readonly is16: boolean },
): VendorVariable | undefined {
  return vendorVariables.find(
    (entry) =>
      entry.setting === setting &&
      (entry.component === undefined) === station.is16 &&
      fits(entry.vendor, station.vendor) &&
      fits(entry.model, station.model),
  );
}

function fits(pattern: string, said: string | undefined): boolean {
  if (pattern === '*') return true;
  const [wanted, is] = [pattern.toLowerCase(), said?.toLowerCase() ?? ''];
  return wanted.endsWith('*') ? is.startsWith(wanted.slice(0, -1)) : wanted === is;
}
