import { Field, InterfaceType, ObjectType } from '@nestjs/graphql';
import { driverErrors } from '@wattledger/charging';
import type { Refusal } from '@wattledger/kernel';

/** An expected "no" as a member of a mutation's result. */
@InterfaceType({ description: 'Why the platform did not do what was asked: something the caller can do something about.' })
export abstract class UserError {
  @Field({ description: 'Stable and documented, such as `idempotency-key-reused`.' })
  code!: string;

  @Field({ description: 'What was wrong, and where.' })
  message!: string;

  @Field({ description: 'What to do next.' })
  remedy!: string;

  constructor({ code, message, remedy }: Refusal) {
    Object.assign(this, { code, message, remedy });
  }
}

@ObjectType({ implements: () => [UserError], description: 'The log has never heard of this station.' })
export class StationNotFound extends UserError {}

@ObjectType({ implements: () => [UserError], description: 'There is no such session.' })
export class SessionNotFound extends UserError {}

@ObjectType({ implements: () => [UserError], description: 'The session has ended, so nothing can be asked of it.' })
export class SessionNotActive extends UserError {}

@ObjectType({ implements: () => [UserError], description: 'The idempotency key was used before, for another command.' })
export class IdempotencyKeyReused extends UserError {}

@ObjectType({
  implements: () => [UserError],
  description: 'The OCPP version that the station speaks has no such call to a station.',
})
export class ActionNotSupported extends UserError {}

@ObjectType({ implements: () => [UserError], description: 'The payload does not match the official schema of the action.' })
export class PayloadInvalid extends UserError {}

@ObjectType({ implements: () => [UserError], description: 'There is no such API key.' })
export class ApiKeyNotFound extends UserError {}

@ObjectType({ implements: () => [UserError], description: 'The API key was revoked before.' })
export class ApiKeyAlreadyRevoked extends UserError {}

@ObjectType({ implements: () => [UserError], description: 'The station has no credentials.' })
export class CredentialsNotSet extends UserError {}

@ObjectType({ implements: () => [UserError], description: 'New passwords are on their way to the station already.' })
export class RotationUnderWay extends UserError {}

@ObjectType({ implements: () => [UserError], description: 'The certificate was revoked before.' })
export class CertificateRevoked extends UserError {}

@ObjectType({ implements: () => [UserError], description: 'An argument is missing, contradicts another or is out of bounds.' })
export class InvalidInput extends UserError {}

@ObjectType({ implements: () => [UserError], description: 'No plugin of this platform has this id.' })
export class PluginNotFound extends UserError {}

@ObjectType({ implements: () => [UserError], description: 'The plugin was never configured in this revision.' })
export class PluginRevisionNotFound extends UserError {}

@ObjectType({ implements: () => [UserError], description: 'The configuration does not match the schema of the plugin.' })
export class PluginConfigurationInvalid extends UserError {}

@ObjectType({ implements: () => [UserError], description: 'The thread of the plugin is being started again.' })
export class PluginAway extends UserError {}
@ObjectType({ implements: () => [UserError], description: 'There is not enough credit in the wallet.' })
export class CreditTooLow extends UserError {}

@ObjectType({ implements: () => [UserError], description: 'The wallet is kept in another currency.' })
export class CurrencyMismatch extends UserError {}

@ObjectType({ implements: () => [UserError], description: 'The reference was used before, for another movement of credit.' })
export class ReferenceReused extends UserError {}
@ObjectType({ implements: () => [UserError], description: 'The setting is not desired there.' })
export class SettingNotDesired extends UserError {}

@ObjectType({ implements: () => [UserError], description: 'No local list is desired there.' })
export class LocalListNotDesired extends UserError {}

@ObjectType({ implements: () => [UserError], description: 'There is no such roll-out.' })
export class RolloutNotFound extends UserError {}

@ObjectType({ implements: () => [UserError], description: 'The roll-out is over, or not in the state that this needs.' })
export class RolloutOver extends UserError {}
@ObjectType({
  implements: () => [UserError],
  description: 'What was asked of an account, a token or a charging token cannot be done: `code` tells why.',
})
export class DriverRefusal extends UserError {}

@ObjectType({
  implements: () => [UserError],
  description: 'The driver was not let in: `log-in-refused`, `log-in-locked` or `log-in-busy`.',
})
export class LogInRefusal extends UserError {}

@ObjectType({ implements: () => [UserError], description: 'The projection does not stand still, or there is none of that name.' })
export class ProjectionNotParked extends UserError {}

@ObjectType({ implements: () => [UserError], description: 'The projection was tried again and failed again.' })
export class ProjectionParkedAgain extends UserError {}

@ObjectType({ implements: () => [UserError], description: 'No projector runs in the process that was asked.' })
export class ProjectorAway extends UserError {}

const typeOf: Readonly<Record<string, new (refusal: Refusal) => UserError>> = {
  'station-unknown': StationNotFound,
  'session-unknown': SessionNotFound,
  'session-over': SessionNotActive,
  'idempotency-key-reused': IdempotencyKeyReused,
  'command-not-in-version': ActionNotSupported,
  'payload-invalid': PayloadInvalid,
  'api-key-unknown': ApiKeyNotFound,
  'api-key-revoked': ApiKeyAlreadyRevoked,
  'station-has-no-credentials': CredentialsNotSet,
  'rotation-under-way': RotationUnderWay,
  'certificate-revoked': CertificateRevoked,
  'plugin-unknown': PluginNotFound,
  'plugin-revision-unknown': PluginRevisionNotFound,
  'plugin-away': PluginAway,
  'plugin-configuration-invalid': PluginConfigurationInvalid,
  'credit-too-low': CreditTooLow,
  'session-not-open': SessionNotActive,
  'currency-mismatch': CurrencyMismatch,
  'reference-reused': ReferenceReused,
  'setting-not-desired': SettingNotDesired,
  'local-list-not-desired': LocalListNotDesired,
  'rollout-unknown': RolloutNotFound,
  'rollout-over': RolloutOver,
  'projection-not-parked': ProjectionNotParked,
  'projection-parked-again': ProjectionParkedAgain,
  'projector-away': ProjectorAway,
  ...Object.fromEntries(Object.keys(driverErrors).map((code) => [code, DriverRefusal])),
  'log-in-refused': LogInRefusal,
  'log-in-locked': LogInRefusal,
  'log-in-busy': LogInRefusal,
};

/** The type under which a refusal is told. */
export function userErrorOf(refusal: Refusal): UserError {
  const Type = typeOf[refusal.code] ?? InvalidInput;
  return new Type(refusal);
}
