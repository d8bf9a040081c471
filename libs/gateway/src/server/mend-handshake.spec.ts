import { describe, expect, it } from '@jest/globals';
import { mendHandshake } from './mend-handshake.ts';

const request = (...headers: string[]) => Buffer.from(['GET /ocpp/oak HTTP/1.1', 'Host: x', ...headers, '', ''].join('\r\n'));
const mended = (...headers: string[]) => mendHandshake(request(...headers))?.toString();

describe('a handshake', () => {
  it('gets the line that says it is one, where a station left it out', () => {
    expect(mended('Upgrade: websocket')).toBe(
      'GET /ocpp/oak HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
    );
  });

  it('loses another Connection line, which would contradict it', () => {
    expect(mended('Connection: keep-alive', 'upgrade: WebSocket')).toBe(
      'GET /ocpp/oak HTTP/1.1\r\nHost: x\r\nupgrade: WebSocket\r\nConnection: Upgrade\r\n\r\n',
    );
  });

  it('keeps what follows its headers, byte for byte', () => {
    const rest = Buffer.from([0, 255, 128, 13, 10]);
    expect(mendHandshake(Buffer.concat([request('Upgrade: websocket'), rest]))?.subarray(-5)).toEqual(rest);
  });

  it('is left alone where nothing is missing, and so is whatever is no handshake', () => {
    expect(mended('Upgrade: websocket', 'Connection: keep-alive, Upgrade')).toBeUndefined();
    expect(mended('Upgrade: h2c')).toBeUndefined();
    expect(mended()).toBeUndefined();
    expect(mendHandshake(Buffer.from('GET /ocpp/oak HTTP/1.1\r\nUpgrade: websocket'))).toBeUndefined();
    expect(mendHandshake(Buffer.alloc(0))).toBeUndefined();
  });
});
