export { evolveCredentials, judgePassword, noCredentials, serialNumberOf } from './station-credentials.ts';
export type {
  PasswordJudgement,
  PasswordRotation,
  SecurityProfile,
  StationCertificate,
  StationCredentials,
} from './station-credentials.ts';
