import { describe, expect, it } from '@jest/globals';
import { clientAddress, isNetwork, networksOf } from './networks.ts';

describe('a network', () => {
  it.each(['10.0.0.1', '10.0.0.0/8', '::1', 'fd00::/8'])('is written as %s', (text) => expect(isNetwork(text)).toBe(true));
  it.each(['', 'proxy', '10.0.0.0/33', '10.0.0.0/', '10.0.0.0/8/9', '::1/129'])('is not written as %p', (text) =>
    expect(isNetwork(text)).toBe(false),
  );
});

describe('the client that proxies speak for', () => {
  const proxies = networksOf(['10.0.0.0/8']);

  it.each([
    ['is the other end where that is no trusted proxy', '203.0.113.9', '198.51.100.1', '203.0.113.9'],
    ['is who the last trusted proxy heard', '::ffff:10.0.0.1', '6.6.6.6, 198.51.100.1, 10.0.0.2', '198.51.100.1'],
    ['is the proxy itself where it names nobody', '10.0.0.1', undefined, '10.0.0.1'],
    ['is the proxy itself where what it names is no address', '10.0.0.1', '198.51.100.1, unknown', '10.0.0.1'],
  ])('%s', (_, peer, forwardedFor, client) => {
    expect(clientAddress(proxies, peer, forwardedFor)).toBe(client);
  });
});
