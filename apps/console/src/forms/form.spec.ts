import { describe, expect, it } from '@jest/globals';
import { askedFor, blamedBy, flawsIn, instantIn, instantText, linesIn, untouched } from './form.ts';
import type { Field } from './form.ts';

const scope: Field = {
  name: 'kind',
  label: 'For',
  choices: [
    ['ALL', 'all'],
    ['SITE', 'a site'],
  ],
};
const site: Field = { name: 'id', label: 'Site', when: ['kind', ['SITE']] };
const terms: Field = { name: 'terms', label: 'Terms', kind: 'json' };
const userName: Field = { name: 'userName', label: 'User name', codes: ['user-name-taken'] };

const refusal = (code: string, message: string) => ({ code, message, remedy: '' });

describe('a form', () => {
  it('begins with the first of what can be chosen', () => {
    expect(untouched([scope, site])).toEqual({ kind: 'ALL', id: '' });
  });

  it('asks for a site only where it is for a site', () => {
    expect(askedFor([scope, site], { kind: 'ALL' })).toEqual([scope]);
    expect(askedFor([scope, site], { kind: 'SITE' })).toEqual([scope, site]);
  });

  it('says where JSON is broken before anything is sent', () => {
    expect(flawsIn([terms], { terms: '{"perKwh": }' })['terms']).toMatch(/^This is not JSON\. .+/);
    expect(flawsIn([terms], { terms: '{"perKwh": "0.42"}' })).toEqual({});
  });

  it('tells a refusal beside the field that it is about', () => {
    expect(blamedBy(refusal('user-name-taken', 'Another account has it.'), [terms, userName])).toBe(userName);
    expect(blamedBy(refusal('input-invalid', 'terms.perKwh: must be decimal text'), [userName, terms])).toBe(terms);
    expect(blamedBy(refusal('input-invalid', 'It determines nothing.'), [terms])).toBeUndefined();
  });

  it('takes one entry from each line, and an instant in the zone of the reader', () => {
    expect(linesIn(' oak \n\nelm\n')).toEqual(['oak', 'elm']);
    expect(instantIn(instantText('2026-11-22T12:00:00.000Z'))).toBe('2026-11-22T12:00:00.000Z');
  });
});
