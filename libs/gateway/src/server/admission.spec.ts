import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { basicCredentials, chooseProtocol, isForeignPage, offeredProtocols, stationIdIn } from './admission.ts';

describe('the identity of a station, in the URL it connects to', () => {
  it.each([
    ['/ocpp/oak-street-1', 'oak-street-1'],
    ['/ocpp/oak-street-1/', 'oak-street-1'],
    ['//ocpp//oak-street-1', 'oak-street-1'],
    ['/ocpp/oak%20street%2a1', 'oak street*1'],
    ['/ocpp/a+b', 'a+b'],
    ['/ocpp/oak?token=1', 'oak'],
    ['/ocpp/oak/oak', 'oak'],
    ['/ocpp/%C3%A4', 'ä'],
  ])('%s is %s', (url, id) => {
    expect(stationIdIn(url)).toBe(id);
  });

  it.each(['/', '/ocpp', '/ocpp/', '/other/oak', '/ocpp/a/b', '/ocpp/%', '/ocpp/%00', '/ocpp/a%2Fb', `/ocpp/${'x'.repeat(129)}`])(
    '%s names no station',
    (url) => {
      expect(stationIdIn(url)).toBeUndefined();
    },
  );

  it('survives whatever is asked for', () => {
    fc.assert(fc.property(fc.string(), (url) => void stationIdIn(`/ocpp/${url}`)));
    fc.assert(
      fc.property(fc.stringMatching(/^[\w*+=:|@. -]{1,48}$/), (id) => {
        expect(stationIdIn(`/ocpp/${encodeURIComponent(id)}`)).toBe(id);
      }),
    );
  });
});

describe('the version', () => {
  it("is the first of the station's own order that is spoken here", () => {
    expect(chooseProtocol(offeredProtocols('ocpp9, ocpp2.1 ,ocpp1.6'))).toEqual({ protocol: 'ocpp2.1', version: '2.1' });
    expect(chooseProtocol(offeredProtocols('ocpp1.6,ocpp2.0.1'))).toEqual({ protocol: 'ocpp1.6', version: '1.6' });
  });

  it('is none where nothing offered is spoken here, or nothing is offered', () => {
    expect(chooseProtocol(offeredProtocols('ocpp1.5'))).toBeUndefined();
    expect(chooseProtocol(offeredProtocols(undefined))).toBeUndefined();
  });
});

describe('Basic credentials', () => {
  const header = (text: string | Buffer) => `Basic ${Buffer.from(text).toString('base64')}`;

  it('are parted at the first colon, the password as bytes', () => {
    expect(basicCredentials(header('oak:pass:word'))).toEqual({ user: 'oak', password: Buffer.from('pass:word') });
    const bytes = Buffer.concat([Buffer.from('oak:'), Buffer.from([0xff, 0x00, 0x80])]);
    expect(basicCredentials(header(bytes))?.password).toEqual(Buffer.from([0xff, 0x00, 0x80]));
  });

  it('are none where the header says something else', () => {
    for (const other of [undefined, '', 'Bearer x', 'Basic', 'Basic !', header('no colon')])
      expect(basicCredentials(other)).toBeUndefined();
  });
});

describe('a handshake that names its origin', () => {
  it('comes from a foreign page unless that is the host it connects to', () => {
    expect(isForeignPage(undefined, 'csms.example:9000')).toBe(false);
    expect(isForeignPage('http://csms.example:9000', 'CSMS.example:9000')).toBe(false);
    for (const origin of ['https://elsewhere.example', 'http://csms.example', 'null', 'file://', ''])
      expect(isForeignPage(origin, 'csms.example:9000')).toBe(true);
  });
});
