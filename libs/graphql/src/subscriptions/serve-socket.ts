import type { IncomingMessage } from 'node:http';
import type { Server } from 'graphql-ws';
import type { WebSocket } from 'ws';
import type { ErrorLog } from '../collaborators.ts';

/** What the protocol's server knows about a socket, beside the protocol. */
export interface SocketExtra {
  readonly socket: WebSocket;
  readonly request: IncomingMessage;
}

const KEEP_ALIVE_MS = 12_000;
const INTERNAL_ERROR = 4500;
const GOING_AWAY = 1001;
const LAST_WORDS_MS = 1_000;

/** Hands a web socket to the protocol's server, and lets go of one that no longer answers pings. */
export function serveSocket<Extra extends SocketExtra>(server: Server<Extra>, extra: Extra, log: ErrorLog): void {
  const { socket } = extra;
  const closed = server.opened(
    {
      protocol: socket.protocol,
      // Settles when the bytes are on their way, so that whoever reads slowly is sent no more than it reads.
      send: (text) =>
        new Promise((resolve, reject) => {
          if (socket.readyState !== socket.OPEN) return resolve();
          socket.send(text, (error) => (error ? reject(error) : resolve()));
        }),
      close: (code, reason) => socket.close(code, reason),
      onMessage: (handle) =>
        socket.on('message', (message) => {
          handle(String(message)).catch((err: unknown) => {
            log.error({ err }, 'a message of a GraphQL socket could not be handled');
            socket.close(INTERNAL_ERROR, 'Internal error');
          });
        }),
    },
    extra,
  );
  // A frame that is too large or malformed: ws closes the socket with the code that says so.
  socket.on('error', () => undefined);
  const stopPinging = keepAlive(socket);
  socket.once('close', (code, reason) => {
    stopPinging();
    closed(code, String(reason)).catch((err: unknown) => log.error({ err }, 'a GraphQL socket was not closed in order'));
  });
}

function keepAlive(socket: WebSocket): () => void {
  let answered = true;
  socket.on('pong', () => (answered = true));
  const timer = setInterval(() => {
    if (!answered) return socket.terminate();
    answered = false;
    socket.ping();
  }, KEEP_ALIVE_MS);
  return () => clearInterval(timer);
}

/** The port is closed when its sockets are; a client that does not answer is not waited for. */
export function sendAway(client: WebSocket): void {
  client.close(GOING_AWAY, 'Going away');
  const timer = setTimeout(() => client.terminate(), LAST_WORDS_MS);
  client.once('close', () => clearTimeout(timer));
}
