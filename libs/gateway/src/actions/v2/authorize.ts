import { action2 } from '../action.ts';
import { idTokenInfoOf } from '../common.ts';
import { authorization } from '../driver.ts';

/** A driver has shown a token (OCPP 2.0.1, part 2, use case C01). */
export const authorize = action2('Authorize', async ({ idToken }, context) => {
  const { idToken: token, type: tokenType } = idToken;
  const { answer, decided } = await authorization(context, { token, tokenType, purpose: 'present' });
  return { decided, reply: { idTokenInfo: idTokenInfoOf(answer) } };
});
