import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { WebSocket, WebSocketServer } from 'ws';
import { Liveness } from './liveness.ts';
import { StationConnection } from './station-connection.ts';

const admitted = {
  stationId: 'oak',
  version: '1.6',
  offeredProtocols: ['ocpp1.6'],
  remoteAddress: '127.0.0.1',
  authentication: 'none',
  securityProfile: 0,
  identifyAgain: () => Promise.resolve({ authentication: 'none', securityProfile: 0 } as const),
  deviations: [],
} as const;

let server: WebSocketServer;
let station: WebSocket;
let connection: StationConnection;
let heard: string[];

beforeEach(async () => {
  server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  station = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  heard = [];
  const [[socket]] = (await Promise.all([once(server, 'connection'), once(station, 'open')])) as [[WebSocket], unknown];
  socket.on('message', (data) => heard.push(String(data)));
  connection = new StationConnection(socket, admitted, new Date());
});

afterEach(() => {
  station.terminate();
  connection.terminate();
  server.close();
});

describe('a station that does not read what it is told', () => {
  beforeEach(() => station.pause());

  const fill = () => {
    for (let frames = 0; frames < 64 && !connection.isBackedUp; frames += 1) connection.send('x'.repeat(1_000_000));
  };

  it('is not read either, until it has caught up', async () => {
    fill();
    expect(connection.isBackedUp).toBe(true);
    station.send('unheard');
    station.resume();
    while (heard.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(connection.isBackedUp).toBe(false);
  });

  it('has its line cut when it does not take our goodbye', async () => {
    fill();
    connection.end(1008, 'does not read', 'not-reading');
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    expect(connection.isOpen).toBe(false);
    expect(connection.cause).toBe('not-reading');
  });
});

describe('a line that was not read for a while', () => {
  afterEach(() => {
    jest.useRealTimers();
  });

  it('is not taken for silent before anything could be heard on it again', () => {
    jest.useFakeTimers({ doNotFake: ['setTimeout', 'setImmediate', 'nextTick', 'queueMicrotask', 'performance', 'Date'] });
    const liveness = new Liveness(1, () => undefined);
    liveness.watch(connection);
    connection.pause();
    jest.advanceTimersByTime(3_000);
    connection.resume();
    jest.advanceTimersByTime(1_000);
    expect(connection.isOpen).toBe(true);
    jest.advanceTimersByTime(1_000);
    expect(connection.isOpen).toBe(false);
    liveness.stop();
  });
});
