import { action2 } from '../action.ts';
import { authorization, idTokenInfoOf } from '../common.ts';

/** A driver has shown a token (OCPP 2.0.1, part 2, use case C01). */
export const authorize = action2('Authorize', async ({ idToken }, context) => {
  const { answer, decided } = await authorization(context, { token: idToken.idToken, tokenType: idToken.type });
  return { decided, reply: { idTokenInfo: idTokenInfoOf(answer) } };
});
