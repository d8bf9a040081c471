import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { CryptoKey, JWK, JWTPayload } from 'jose';

interface ProviderKey {
  readonly id: string;
  readonly secret: CryptoKey;
  readonly shown: JWK;
}

/** What stands in a token where a spec says nothing else. */
export interface TokenClaims extends JWTPayload {
  readonly roles?: unknown;
  readonly name?: string;
}

/** A small OpenID provider over HTTP: signs tokens, shows its keys, changes them, and goes away. For specs. */
export class OpenIdProvider {
  /** How often its keys were read. */
  keysRead = 0;
  private readonly port: number;
  private keys: readonly ProviderKey[];
  private server: Server;

  private constructor(server: Server, port: number, keys: readonly ProviderKey[]) {
    this.server = server;
    this.port = port;
    this.keys = keys;
  }

  static async start(): Promise<OpenIdProvider> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const provider = new OpenIdProvider(server, port, [await newKey('key-1')]);
    provider.serve();
    return provider;
  }

  get issuer(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Signs with its newest key, unless a spec has another one. */
  async token(claims: TokenClaims, lifetimeSeconds = 300, key: { id: string; secret: CryptoKey } = this.newest): Promise<string> {
    const now = Math.floor(Date.now() / 1_000);
    const payload = { iss: this.issuer, aud: 'wattledger', sub: 'user-1', iat: now, exp: now + lifetimeSeconds, ...claims };
    return new SignJWT(payload).setProtectedHeader({ alg: 'RS256', kid: key.id }).sign(key.secret);
  }

  /** A new key takes the place of the others. */
  async rotate(): Promise<void> {
    this.keys = [await newKey(`key-${Number(this.newest.id.slice(4)) + 1}`)];
  }

  /** Nobody answers any more. */
  async goAway(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  async comeBack(): Promise<void> {
    this.server = createServer();
    this.server.listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
    this.serve();
  }

  private get newest(): ProviderKey {
    const [newest] = this.keys;
    if (!newest) throw new Error('This provider has no key');
    return newest;
  }

  private serve(): void {
    this.server.on('request', ({ url }, response) => {
      response.setHeader('content-type', 'application/json').setHeader('connection', 'close');
      if (url === '/.well-known/openid-configuration')
        return response.end(JSON.stringify({ issuer: this.issuer, jwks_uri: `${this.issuer}/keys` }));
      if (url !== '/keys') return response.writeHead(404).end();
      this.keysRead += 1;
      return response.end(JSON.stringify({ keys: this.keys.map(({ shown }) => shown) }));
    });
  }
}

/** A key that no provider shows. */
export async function newKey(id: string): Promise<ProviderKey> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  return { id, secret: privateKey, shown: { ...(await exportJWK(publicKey)), kid: id, alg: 'RS256', use: 'sig' } };
}
