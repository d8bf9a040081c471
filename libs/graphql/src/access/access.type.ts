import { createUnionType, Field, ID, ObjectType } from '@nestjs/graphql';
import type { ApiRole } from '@wattledger/charging';
import { enumType } from '../schema/enum-type.ts';
import { ApiKeyAlreadyRevoked, ApiKeyNotFound, CredentialsNotSet, InvalidInput } from '../schema/user-errors.type.ts';

export const ApiRoleType = enumType<ApiRole>('ApiRole', 'What the holder of an API key may do.', {
  admin: 'Everything, API keys and station credentials included.',
  operator: 'Read everything, and send commands.',
  integrator: 'Read everything but personal data, of which only pseudonyms are shown.',
  auditor: 'Read everything, and change nothing.',
});

@ObjectType({ description: 'An API key that has just been made.' })
export class ApiKeyCreated {
  @Field(() => ID, { description: 'Its id, which is no secret.' })
  keyId!: string;

  @Field({ description: 'The key itself. Shown this once, and stored nowhere.' })
  key!: string;

  constructor(created: { keyId: string; key: string }) {
    Object.assign(this, created);
  }
}

@ObjectType({ description: 'The API key is good for nothing from now on; its subscriptions have ended.' })
export class ApiKeyRevoked {
  @Field(() => ID, { description: 'Its id.' })
  keyId!: string;

  constructor(keyId: string) {
    this.keyId = keyId;
  }
}

@ObjectType({ description: 'The password with which a station must connect from now on.' })
export class StationCredentialsSet {
  @Field(() => ID, { description: 'The station.' })
  stationId!: string;

  @Field({ description: 'The password. Shown this once, and stored nowhere.' })
  password!: string;

  constructor(set: { stationId: string; password: string }) {
    Object.assign(this, set);
  }
}

@ObjectType({ description: 'The password of a station is good for nothing from now on.' })
export class StationCredentialsRevoked {
  @Field(() => ID, { description: 'The station.' })
  stationId!: string;

  constructor(stationId: string) {
    this.stationId = stationId;
  }
}

export const CreateApiKeyResult = createUnionType({
  name: 'CreateApiKeyResult',
  description: 'What comes of asking for an API key.',
  types: () => [ApiKeyCreated, InvalidInput] as const,
});

export const RevokeApiKeyResult = createUnionType({
  name: 'RevokeApiKeyResult',
  description: 'What comes of revoking an API key.',
  types: () => [ApiKeyRevoked, ApiKeyNotFound, ApiKeyAlreadyRevoked] as const,
});

export const SetStationCredentialsResult = createUnionType({
  name: 'SetStationCredentialsResult',
  description: 'What comes of setting the password of a station.',
  types: () => [StationCredentialsSet, InvalidInput] as const,
});

export const RevokeStationCredentialsResult = createUnionType({
  name: 'RevokeStationCredentialsResult',
  description: 'What comes of revoking the password of a station.',
  types: () => [StationCredentialsRevoked, CredentialsNotSet] as const,
});
