import { action16 } from '../action.ts';
import { idTagInfoOf } from '../common.ts';
import { authorization } from '../driver.ts';

/** A driver has shown a token (OCPP 1.6, section 4.1). */
export const authorize = action16('Authorize', async ({ idTag }, context) => {
  const { answer, decided } = await authorization(context, { token: idTag, purpose: 'present' });
  return { decided, reply: { idTagInfo: idTagInfoOf(answer) } };
});
