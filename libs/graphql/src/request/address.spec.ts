import { Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { trustedProxies } from './address.ts';

const from = (remoteAddress: string, headers: Record<string, string> = {}) => ({
  socket: Object.defineProperty(new Socket(), 'remoteAddress', { value: remoteAddress }),
  headers,
});

describe('where a request came from', () => {
  const proxies = trustedProxies(['10.0.0.0/8', '192.0.2.7', 'fd00::/8']);

  it('is the other end of its connection, whatever it says of itself', () => {
    expect(proxies.addressOf(from('203.0.113.9', { 'x-forwarded-for': '198.51.100.1' }))).toBe('203.0.113.9');
    expect(trustedProxies([]).addressOf(from('::ffff:127.0.0.1', { 'x-forwarded-for': '198.51.100.1' }))).toBe('127.0.0.1');
  });

  it('is what a proxy of ours says', () => {
    expect(proxies.addressOf(from('10.1.2.3', { 'x-forwarded-for': '198.51.100.1' }))).toBe('198.51.100.1');
    expect(proxies.addressOf(from('fd00::1', { 'x-forwarded-for': '2001:db8::5' }))).toBe('2001:db8::5');
    expect(proxies.addressOf(from('192.0.2.7'))).toBe('192.0.2.7');
  });

  it('is not what stood in the header before it came to our proxies', () => {
    const forged = { 'x-forwarded-for': '1.1.1.1, 203.0.113.9, 192.0.2.7' };
    expect(proxies.addressOf(from('::ffff:10.1.2.3', forged))).toBe('203.0.113.9');
  });

  it('came over TLS where a proxy of ours says so', () => {
    const https = { 'x-forwarded-proto': 'https' };
    expect(proxies.isSecure(from('10.1.2.3', https))).toBe(true);
    expect(proxies.isSecure(from('10.1.2.3'))).toBe(false);
    expect(proxies.isSecure(from('203.0.113.9', https))).toBe(false);
    expect(proxies.isSecure(from('10.1.2.3', { 'x-forwarded-proto': 'https, http' }))).toBe(false);
  });
});
