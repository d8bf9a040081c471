import { action2 } from '../action.ts';
import { continuing, withReadings } from '../session.ts';
import { runningCost } from '../shown-cost.ts';

/** Meters were read outside of a transaction's own events (OCPP 2.0.1, part 2, use case J01). */
export const meterValues = action2('MeterValues', async (_request, context) => {
  const [read] = withReadings(context, 'MeterValues');
  if (!read) return { reply: {} };
  const { decided, errands } = await continuing(context, ...read);
  return { decided, errands: [...errands, ...(await runningCost(context, ...read))], reply: {} };
});
