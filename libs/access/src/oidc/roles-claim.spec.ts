import { describe, expect, it } from '@jest/globals';
import { readRoleMapping, roleIn } from './roles-claim.ts';

const mapping = new Map([
  ['grid-team', 'operator'],
  ['it', 'admin'],
  ['readers', 'integrator'],
] as const);

describe('the role of a bearer token', () => {
  it('is what its roles are mapped to, the one that may do most', () => {
    expect(roleIn({ roles: ['readers', 'grid-team', 'others'] }, 'roles', mapping)).toBe('operator');
    expect(roleIn({ roles: ['it', 'readers'] }, 'roles', mapping)).toBe('admin');
  });

  it('may stand deep in the claims, under a name with dots, or in a text with blanks', () => {
    expect(roleIn({ realm_access: { roles: ['grid-team'] } }, 'realm_access.roles', mapping)).toBe('operator');
    expect(roleIn({ 'https://example.com/roles': ['it'] }, 'https://example.com/roles', mapping)).toBe('admin');
    expect(roleIn({ scope: 'openid readers' }, 'scope', mapping)).toBe('integrator');
  });

  it.each([{}, { roles: [] }, { roles: ['operator'] }, { roles: { it: true } }, { roles: [['it']] }, { roles: null }])(
    'is none in %j',
    (claims) => expect(roleIn(claims, 'roles', mapping)).toBeUndefined(),
  );
});

describe('the mapping of roles', () => {
  it('is read from pairs', () => {
    expect(readRoleMapping(['grid=team=operator', 'it = admin'])).toEqual(
      new Map([
        ['grid=team', 'operator'],
        ['it', 'admin'],
      ]),
    );
  });

  it.each(['admin', '=admin', 'it=root', 'it=driver'])('is not %s', (pair) => {
    expect(readRoleMapping([pair])).toContain(`${pair} is not`);
  });
});
