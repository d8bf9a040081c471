import type { Server as HttpServer } from 'node:http';
import type { Socket } from 'node:net';

const FIRST_WORD_WITHIN_MS = 30_000;
const UPGRADES = /\r\nupgrade:[ \t]*websocket[ \t]*\r\n/i;
const SAYS_SO = /\r\nconnection:[^\r\n]*upgrade/i;
const CONNECTION = /\r\nconnection:[^\r\n]*/i;

/**
 * Some stations ask for a WebSocket and leave `Connection: Upgrade` out, which RFC 6455 (section 4.1) asks for and without
 * which Node.js takes the request for a plain one. What they mean is plain, so the line is added.
 *
 * @param head the beginning of a request, at best all of its headers
 * @returns the same with the line, or `undefined` when nothing is missing
 */
export function mendHandshake(head: Buffer): Buffer | undefined {
  const text = head.toString('latin1');
  const end = text.indexOf('\r\n\r\n');
  const headers = text.slice(0, end + 2);
  if (end === -1 || !UPGRADES.test(headers) || SAYS_SO.test(headers)) return undefined;
  const others = text.slice(0, end).replace(CONNECTION, '');
  return Buffer.from(`${others}\r\nConnection: Upgrade${text.slice(end)}`, 'latin1');
}

/** What to do with a new line of an HTTP server that is not listening itself: looks at the first bytes, then hands the line over. */
export const servingWith =
  (http: HttpServer, onMended: (socket: Socket) => void) =>
  (socket: Socket): void => {
    const giveUp = () => socket.destroy();
    socket.setTimeout(FIRST_WORD_WITHIN_MS, giveUp);
    socket.on('error', giveUp);
    socket.once('data', (head: Buffer) => {
      socket.pause();
      socket.setTimeout(0);
      socket.off('timeout', giveUp);
      const mended = mendHandshake(head);
      if (mended) onMended(socket);
      http.emit('connection', socket);
      socket.off('error', giveUp);
      socket.unshift(mended ?? head);
      socket.resume();
    });
  };
