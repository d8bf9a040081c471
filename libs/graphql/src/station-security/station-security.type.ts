import { createUnionType, Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { always, maybe } from '../schema/descriptions.ts';
import { DateTime } from '../schema/scalars.ts';
import { CertificateRevoked, InvalidInput, RotationUnderWay, StationNotFound } from '../schema/user-errors.type.ts';

@ObjectType({ description: 'A new password on its way to a station; the old one is good beside it.' })
export class PasswordRotation {
  @Field(() => ID, always('The command that tells the station.'))
  commandId!: string;

  @Field(() => DateTime, always('When it was started.'))
  startedAt!: string;

  @Field(() => DateTime, always('Until then the password before it stays good, unless the station shows the new one.'))
  graceUntil!: string;

  @Field(always('The station has said that it will use it.'))
  accepted!: boolean;
}

@ObjectType({ description: 'A certificate that the platform had signed for a station, or that was revoked.' })
export class StationCertificate {
  @Field(always('Its serial number, hexadecimal.'))
  serialNumber!: string;

  @Field(maybe('Whom it is for.'))
  subject?: string;

  @Field(maybe('Who signed it.'))
  issuer?: string;

  @Field(maybe('SHA-256 over the certificate.'))
  fingerprint?: string;

  @Field(() => DateTime, maybe('When it was signed here.'))
  issuedAt?: string;

  @Field(() => DateTime, maybe('When it expires.'))
  notAfter?: string;

  @Field(() => ID, maybe('The command that brings it to the station.'))
  commandId?: string;

  @Field(maybe('Whether the station took it; absent while it has not said.'))
  taken?: boolean;

  @Field(() => DateTime, maybe('When it was revoked; absent while it is good.'))
  revokedAt?: string;

  @Field(maybe('The API key that revoked it.'))
  revokedBy?: string;

  @Field(maybe('Why.'))
  reason?: string;
}

@ObjectType({ description: 'What a station proves itself with. Passwords are not known here, hashes alone.' })
export class StationSecurity {
  @Field(() => ID, always('The station.'))
  stationId!: string;

  @Field(() => Int, always('The OCPP security profile it must connect with at least, besides what the settings ask of all.'))
  requiredProfile!: number;

  @Field(always('It has a password.'))
  hasPassword!: boolean;

  @Field(() => DateTime, maybe('Since when the password is the one it is.'))
  passwordSince?: string;

  @Field(() => [PasswordRotation], always('New passwords on their way to it, the oldest first.'))
  rotations!: readonly PasswordRotation[];

  @Field(() => [StationCertificate], always('Its certificates, the newest last.'))
  certificates!: readonly StationCertificate[];
}

@ObjectType({ description: 'A new password is on its way to the station; nobody sees it but the station.' })
export class StationCredentialsRotating {
  @Field(() => ID, always('The station.'))
  stationId!: string;

  @Field(() => ID, always('The command that tells the station.'))
  commandId!: string;

  @Field(() => DateTime, always('Until then the password before it stays good, unless the station shows the new one.'))
  graceUntil!: string;

  constructor(rotating: { stationId: string; commandId: string; graceUntil: string }) {
    Object.assign(this, rotating);
  }
}

@ObjectType({ description: 'What the station proves itself with from now on.' })
export class StationSecurityChanged {
  @Field(() => StationSecurity, always('As it is now.'))
  security!: StationSecurity;

  constructor(security: StationSecurity) {
    this.security = security;
  }
}

export const RotateStationCredentialsResult = createUnionType({
  name: 'RotateStationCredentialsResult',
  description: 'What comes of rotating the password of a station.',
  types: () => [StationCredentialsRotating, StationNotFound, RotationUnderWay, InvalidInput] as const,
});

export const RevokeStationCertificateResult = createUnionType({
  name: 'RevokeStationCertificateResult',
  description: 'What comes of revoking a certificate of a station.',
  types: () => [StationSecurityChanged, CertificateRevoked, InvalidInput] as const,
});

export const RequireSecurityProfileResult = createUnionType({
  name: 'RequireSecurityProfileResult',
  description: 'What comes of asking a security profile of a station.',
  types: () => [StationSecurityChanged, InvalidInput] as const,
});
