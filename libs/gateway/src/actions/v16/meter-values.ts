import { action16 } from '../action.ts';
import { continuing, withReadings } from '../session.ts';

/** Meters were read (OCPP 1.6, section 4.7): kept, and held against what the session may still do. */
export const meterValues = action16('MeterValues', async (_request, context) => {
  const [read] = withReadings(context, 'MeterValues');
  const { decided, errands } = read ? await continuing(context, ...read) : { decided: [], errands: [] };
  return { decided, errands, reply: {} };
});
