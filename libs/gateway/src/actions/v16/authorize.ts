import { action16 } from '../action.ts';
import { authorization, idTagInfoOf } from '../common.ts';

/** A driver has shown a token (OCPP 1.6, section 4.1). */
export const authorize = action16('Authorize', async ({ idTag }, context) => {
  const { answer, decided } = await authorization(context, { token: idTag });
  return { decided, reply: { idTagInfo: idTagInfoOf(answer) } };
});
