import { describe, expect, it } from '@jest/globals';
import type { EventFilter } from '../event-log.ts';
import { subscribeRequest } from './messages.ts';

const askedOfServer = (filter: EventFilter) => {
  const asked = subscribeRequest(undefined, filter).getOptions()?.getFilter();
  return {
    streams: asked?.getStreamIdentifier()?.getPrefixList(),
    types: asked?.getEventType()?.getPrefixList(),
  };
};

describe('what the server is asked to keep away, by stream or by type', () => {
  it('is everything but the types that are wanted of a kind of streams, such as all stations', () => {
    expect(askedOfServer({ streamPrefixes: ['station-', 'command-'], types: ['StationConnected'] })).toEqual({
      types: ['StationConnected'],
    });
    expect(askedOfServer({ types: ['StationConnected'] })).toEqual({ types: ['StationConnected'] });
  });

  it('is everything but the stream, where one is wanted', () => {
    expect(askedOfServer({ streamPrefixes: ['station-oak-1'], types: ['HeartbeatReceived'] })).toEqual({
      streams: ['station-oak-1'],
    });
    expect(askedOfServer({ streamPrefixes: ['token-', 'account-'] })).toEqual({ streams: ['token-', 'account-'] });
  });
});
