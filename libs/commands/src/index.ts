export { CommandDesk, forgetSecrets, openCommand } from './command-desk.ts';
export type { CommandRequest, TakenCommand } from './command-desk.ts';
export { commandErrors, refuseCommand } from './errors.ts';
export { translate } from './translate.ts';
export type { TranslatedCall } from './translate.ts';
