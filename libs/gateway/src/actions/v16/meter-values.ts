import { action16 } from '../action.ts';
import { continuing, withReadings } from '../session.ts';
import { runningCost } from '../shown-cost.ts';

/** Meters were read (OCPP 1.6, section 4.7): kept, and held against what the session may still do. */
export const meterValues = action16('MeterValues', async (_request, context) => {
  const [read] = withReadings(context, 'MeterValues');
  if (!read) return { reply: {} };
  const { decided, errands } = await continuing(context, ...read);
  return { decided, errands: [...errands, ...(await runningCost(context, ...read))], reply: {} };
});
