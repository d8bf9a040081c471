import { createUnionType, Field, ID, ObjectType } from '@nestjs/graphql';
import type { CommandRow } from '@wattledger/read-models';
import {
  ActionNotSupported,
  IdempotencyKeyReused,
  InvalidInput,
  PayloadInvalid,
  SessionNotActive,
  SessionNotFound,
  StationNotFound,
} from '../schema/user-errors.type.ts';
import { Command } from './command.type.ts';

@ObjectType({ description: 'The command is in the log; what becomes of it can be watched with `commandChanged`.' })
export class CommandTaken {
  @Field(() => ID, { description: 'Its id.' })
  commandId!: string;

  @Field({ description: 'The idempotency key was used before for this very command: nothing new happens.' })
  repeated!: boolean;

  @Field(() => Command, { description: 'The command as it is now.' })
  command!: CommandRow;

  constructor(taken: { commandId: string; repeated: boolean; command: CommandRow }) {
    Object.assign(this, taken);
  }
}

export const CommandResult = createUnionType({
  name: 'CommandResult',
  description: 'What comes of asking for a command.',
  types: () =>
    [
      CommandTaken,
      StationNotFound,
      SessionNotFound,
      SessionNotActive,
      IdempotencyKeyReused,
      ActionNotSupported,
      PayloadInvalid,
      InvalidInput,
    ] as const,
});
