import { Inject } from '@nestjs/common';
import { Args, ID, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { ApiCaller, PasswordRotations, StationCredentialStreams } from '@wattledger/access';
import type { SecurityProfile } from '@wattledger/charging';
import type { EventLog } from '@wattledger/event-log';
import { instantOf, isRefusal } from '@wattledger/kernel';
import { CREDENTIALS, EVENT_LOG, PASSWORD_ROTATIONS, ROWS } from '../collaborators.ts';
import { refuseRequest } from '../errors.ts';
import { Caller } from '../request/caller.ts';
import { adminOnly, everyRole, Roles } from '../request/roles.ts';
import type { Rows } from '../rows/rows.ts';
import { always } from '../schema/descriptions.ts';
import { userErrorOf } from '../schema/user-errors.type.ts';
import type { UserError } from '../schema/user-errors.type.ts';
import { unknownStation } from '../station-settings/scope-checks.ts';
import {
  RequireSecurityProfileResult,
  RevokeStationCertificateResult,
  RotateStationCredentialsResult,
  StationCredentialsRotating,
  StationSecurity,
  StationSecurityChanged,
} from './station-security.type.ts';

const PROFILES: readonly SecurityProfile[] = [0, 1, 2, 3];
const LONGEST_REASON = 500;

const stationArg = { type: () => ID, description: 'The station.' };
const reasonArg = {
  type: () => String,
  nullable: true,
  description: 'Why, for whoever reads the history; up to 500 characters.',
};

/** What stations prove themselves with: passwords on their way, certificates, the profile that is asked of them. */
@Resolver(() => StationSecurity)
export class StationSecurityResolver {
  private readonly credentials: StationCredentialStreams;
  private readonly rotations: PasswordRotations;
  private readonly rows: Rows;
  private readonly log: EventLog;

  constructor(
    @Inject(CREDENTIALS) credentials: StationCredentialStreams,
    @Inject(PASSWORD_ROTATIONS) rotations: PasswordRotations,
    @Inject(ROWS) rows: Rows,
    @Inject(EVENT_LOG) log: EventLog,
  ) {
    this.credentials = credentials;
    this.rotations = rotations;
    this.rows = rows;
    this.log = log;
  }

  @Roles(everyRole)
  @Query(() => StationSecurity, always('What a station proves itself with; a station may be known here before it connects.'))
  async stationSecurity(@Args('stationId', stationArg) stationId: string): Promise<StationSecurity> {
    const { requiredProfile, passwordHash, passwordSince, rotations, certificates } = await this.credentials.of(stationId);
    return { stationId, requiredProfile, hasPassword: passwordHash !== undefined, passwordSince, rotations, certificates };
  }

  @Roles(adminOnly)
  @Mutation(
    () => RotateStationCredentialsResult,
    always('Sends the station a new random password. The old one stays good until the station has shown the new one.'),
  )
  async rotateStationCredentials(
    @Args('stationId', stationArg) stationId: string,
    @Args('reason', reasonArg) reason: string | null | undefined,
    @Caller() caller: ApiCaller,
  ): Promise<StationCredentialsRotating | UserError> {
    const refusal = tooLong(reason) ?? (await unknownStation({ kind: 'station', id: stationId }, this.rows, this.log));
    if (refusal) return userErrorOf(refusal);
    const started = await this.rotations.start(stationId, caller.keyId, reason ?? undefined);
    if (isRefusal(started)) return userErrorOf(started);
    const { commandId, graceUntil } = started;
    return new StationCredentialsRotating({ stationId, commandId, graceUntil: instantOf(graceUntil) });
  }

  @Roles(adminOnly)
  @Mutation(
    () => RevokeStationCertificateResult,
    always('Makes a certificate of a station good for nothing; a connection that was opened with it ends.'),
  )
  async revokeStationCertificate(
    @Args('stationId', stationArg) stationId: string,
    @Args('serialNumber', { type: () => String, description: 'Its serial number, hexadecimal; with or without colons.' })
    serialNumber: string,
    @Args('reason', reasonArg) reason: string | null | undefined,
    @Caller() caller: ApiCaller,
  ): Promise<StationSecurityChanged | UserError> {
    const refusal =
      tooLong(reason) ?? (await this.credentials.revokeCertificate(stationId, serialNumber, caller.keyId, reason ?? undefined));
    return refusal ? userErrorOf(refusal) : new StationSecurityChanged(await this.stationSecurity(stationId));
  }

  @Roles(adminOnly)
  @Mutation(
    () => RequireSecurityProfileResult,
    always(
      'Says with which OCPP security profile a station must connect at least. A station that has connected with 2 or 3 must keep to it until this says otherwise.',
    ),
  )
  async requireSecurityProfile(
    @Args('stationId', stationArg) stationId: string,
    @Args('profile', {
      type: () => Int,
      description: '0: any that the settings allow, 1 password, 2 password over TLS, 3 certificate.',
    })
    profile: number,
    @Caller() caller: ApiCaller,
  ): Promise<StationSecurityChanged | UserError> {
    const wanted = PROFILES.find((known) => known === profile);
    if (wanted === undefined) return userErrorOf(refuseRequest('input-invalid', 'A security profile is 0, 1, 2 or 3.'));
    await this.credentials.requireProfile(stationId, wanted, caller.keyId);
    return new StationSecurityChanged(await this.stationSecurity(stationId));
  }
}

const tooLong = (reason: string | null | undefined) =>
  (reason?.length ?? 0) > LONGEST_REASON
    ? refuseRequest('input-invalid', `reason has at most ${LONGEST_REASON} characters.`)
    : undefined;
