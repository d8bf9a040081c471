export type { SecurityProfile } from './credential-events.ts';
export { evolveCredentials, judgePassword, noCredentials, serialNumberOf } from './station-credentials.ts';
export type { PasswordJudgement, PasswordRotation, StationCertificate, StationCredentials } from './station-credentials.ts';
