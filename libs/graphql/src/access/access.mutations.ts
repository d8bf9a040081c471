import { Inject } from '@nestjs/common';
import { Args, ID, Mutation, Resolver } from '@nestjs/graphql';
import type { Access, ApiCaller, StationCredentialStreams } from '@wattledger/access';
import type { ApiRole } from '@wattledger/charging';
import { isRefusal } from '@wattledger/kernel';
import { ACCESS, CREDENTIALS } from '../collaborators.ts';
import { refuseRequest } from '../errors.ts';
import { Caller } from '../request/caller.ts';
import { adminOnly, Roles } from '../request/roles.ts';
import { userErrorOf } from '../schema/user-errors.type.ts';
import type { UserError } from '../schema/user-errors.type.ts';
import {
  ApiKeyCreated,
  ApiKeyRevoked,
  ApiRoleType,
  CreateApiKeyResult,
  RevokeApiKeyResult,
  RevokeStationCredentialsResult,
  SetStationCredentialsResult,
  StationCredentialsRevoked,
  StationCredentialsSet,
} from './access.type.ts';

const LONGEST_NAME = 100;
const STATION_ID = /^\P{Cc}{1,255}$/u;

/** Who may come in: API keys and passwords of stations. */
@Resolver()
export class AccessMutations {
  private readonly access: Access;
  private readonly credentials: StationCredentialStreams;

  constructor(@Inject(ACCESS) access: Access, @Inject(CREDENTIALS) credentials: StationCredentialStreams) {
    this.access = access;
    this.credentials = credentials;
  }

  @Roles(adminOnly)
  @Mutation(() => CreateApiKeyResult, { description: 'Makes an API key.' })
  async createApiKey(
    @Args('name', { type: () => String, description: 'Who or what it is for.' }) name: string,
    @Args('role', { type: () => ApiRoleType, description: 'What its holder may do.' }) role: ApiRole,
    @Caller() caller: ApiCaller,
  ): Promise<ApiKeyCreated | UserError> {
    if (name.trim() === '' || name.length > LONGEST_NAME) {
      return userErrorOf(refuseRequest('input-invalid', `The name of a key has 1 to ${LONGEST_NAME} characters.`));
    }
    return new ApiKeyCreated(await this.access.createApiKey({ name, role, createdBy: caller.keyId }));
  }

  @Roles(adminOnly)
  @Mutation(() => RevokeApiKeyResult, { description: 'Makes an API key good for nothing, at once.' })
  async revokeApiKey(
    @Args('keyId', { type: () => ID, description: 'Its id.' }) keyId: string,
    @Caller() caller: ApiCaller,
  ): Promise<ApiKeyRevoked | UserError> {
    const refusal = await this.access.revokeApiKey(keyId, caller.keyId);
    return refusal ? userErrorOf(refusal) : new ApiKeyRevoked(keyId);
  }

  @Roles(adminOnly)
  @Mutation(() => SetStationCredentialsResult, {
    description: 'Sets or replaces the password with which a station must connect.',
  })
  async setStationCredentials(
    @Args('stationId', { type: () => ID, description: 'The station; it need not have connected yet.' }) stationId: string,
    @Args('password', {
      type: () => String,
      nullable: true,
      description: 'Of 16 to 64 characters; a strong one is made when absent.',
    })
    password: string | null | undefined,
    @Caller() caller: ApiCaller,
  ): Promise<StationCredentialsSet | UserError> {
    if (!STATION_ID.test(stationId)) {
      return userErrorOf(
        refuseRequest('input-invalid', 'A station id has 1 to 255 characters, none of them a control character.'),
      );
    }
    const set = await this.credentials.setPassword(stationId, password ?? undefined, caller.keyId);
    return isRefusal(set) ? userErrorOf(set) : new StationCredentialsSet({ stationId, ...set });
  }

  @Roles(adminOnly)
  @Mutation(() => RevokeStationCredentialsResult, { description: 'Makes the password of a station good for nothing.' })
  async revokeStationCredentials(
    @Args('stationId', { type: () => ID, description: 'The station.' }) stationId: string,
    @Caller() caller: ApiCaller,
  ): Promise<StationCredentialsRevoked | UserError> {
    const refusal = await this.credentials.revokePassword(stationId, caller.keyId);
    return refusal ? userErrorOf(refusal) : new StationCredentialsRevoked(stationId);
  }
}
