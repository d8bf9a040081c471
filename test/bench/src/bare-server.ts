/**
 * The yardstick: a bare `ws` server that parses each call and answers it in the right shape, and does nothing else.
 *
 * `node test/bench/src/bare-server.ts --port 9100`; port 0 takes a free one. Prints `{"port":...}` when it listens.
 */
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { Arguments } from './arguments.ts';

const HEARTBEAT_SECONDS = 86_400;
let transactions = 0;

const accepted = { status: 'Accepted' };
const answers16: Readonly<Record<string, () => object>> = {
  Authorize: () => ({ idTagInfo: accepted }),
  StartTransaction: () => ({ transactionId: (transactions += 1), idTagInfo: accepted }),
  StopTransaction: () => ({ idTagInfo: accepted }),
};
const answers201: Readonly<Record<string, () => object>> = {
  Authorize: () => ({ idTokenInfo: accepted }),
};
const answersOfAll: Readonly<Record<string, () => object>> = {
  BootNotification: () => ({ status: 'Accepted', currentTime: new Date().toISOString(), interval: HEARTBEAT_SECONDS }),
  Heartbeat: () => ({ currentTime: new Date().toISOString() }),
};

const server = new WebSocketServer({
  host: '127.0.0.1',
  port: Number(new Arguments(['port']).text('port', '9100')),
  perMessageDeflate: false,
});

server.on('connection', (socket) => {
  const answers = { ...answersOfAll, ...(socket.protocol === 'ocpp1.6' ? answers16 : answers201) };
  socket.on('message', (data) => {
    const frame: unknown = JSON.parse(String(data));
    if (!Array.isArray(frame) || frame[0] !== 2) return;
    socket.send(JSON.stringify([3, frame[1], answers[String(frame[2])]?.() ?? {}]));
  });
});

server.on('listening', () => {
  console.log(JSON.stringify({ port: (server.address() as AddressInfo).port }));
});

process.on('SIGTERM', () => process.exit(0));
