import * as access from '../graphql/access.ts';
import type { ApiKey, ApiRole, CredentialsChanged } from '../graphql/access.ts';
import { ask, given } from './form.ts';
import type { Form } from './form.ts';

const roleNames: Readonly<Record<ApiRole, string>> = {
  OPERATOR: 'operator: reads everything, commands stations, keeps drivers, tariffs and settings',
  AUDITOR: 'auditor: reads everything, personal data included',
  INTEGRATOR: 'integrator: reads everything, of personal data only pseudonyms',
  ADMIN: 'admin: everything, keys and plugins included',
};
const roleIn = (text: string | undefined): ApiRole => access.roles.find((role) => role === text) ?? 'OPERATOR';

export const createKey: Form<{ key: string }> = {
  title: 'Make a key',
  meaning: 'The key is shown once, and stored nowhere.',
  fields: [
    { name: 'name', label: 'Name', hint: 'Who or what it is for' },
    { name: 'role', label: 'Role', choices: Object.entries(roleNames) },
  ],
  request: ({ name = '', role }) => ask(access.createApiKey, { name, role: roleIn(role) }),
};

export const revokeKey = ({ id, name }: ApiKey): Form<{ keyId: string }> => ({
  title: 'Revoke',
  meaning: `The key of ${name} is good for nothing from now on. Whoever uses it is turned out at once.`,
  disturbing: true,
  fields: [],
  request: () => ask(access.revokeApiKey, { keyId: id }),
});

export const setCredentials = (stationId: string): Form<CredentialsChanged> => ({
  title: 'Set password',
  meaning:
    'The station must connect with it from now on (HTTP Basic, the user is its id). One that was set before is good no more.',
  disturbing: true,
  fields: [
    {
      name: 'password',
      label: 'Password',
      kind: 'secret',
      hint: 'Empty: the platform makes one. It is shown once, and stored nowhere.',
      optional: true,
      codes: ['station-password-invalid'],
    },
  ],
  request: ({ password }) => ask(access.setStationCredentials, { stationId, ...given('password', password) }),
});

export const revokeCredentials = (stationId: string): Form<CredentialsChanged> => ({
  title: 'Revoke password',
  meaning: 'The station can no longer prove itself by it. Where stations without credentials are let in, it is one of them.',
  disturbing: true,
  fields: [],
  request: () => ask(access.revokeStationCredentials, { stationId }),
});
