import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { pemBlocks } from '@wattledger/access';
import { tlsOptions } from '@wattledger/gateway';
import type { TlsMaterial, TlsSource } from '@wattledger/gateway';
import type { Clock } from '@wattledger/kernel';
import type { Logger } from 'pino';
import { Counter, Gauge } from 'prom-client';
import type { Registry } from 'prom-client';
import { platformFault } from './errors.ts';
import type { StationSecurity } from './security-settings.ts';

const A_DAY_MS = 86_400_000;
const SOON_DAYS = 30;

interface Parts {
  readonly files: Pick<StationSecurity, 'server' | 'stationAuthoritiesFile' | 'reloadSeconds'>;
  readonly registry: Registry;
  readonly log: Logger;
  readonly clock: Clock;
}

/**
 * The certificate files, looked at again and again: a renewed certificate needs no restart, and broken files leave in force what
 * was good before. Their content is compared, so links and mounted secrets that are swapped are seen too.
 */
export class TlsFiles implements TlsSource {
  private readonly parts: Parts;
  private readonly listeners = new Set<() => void>();
  private readonly failures: Counter;
  private material: TlsMaterial;
  private complainedOf: string | undefined;
  private warnedOn: number | undefined;

  /** @throws Fault `tls-files-unusable` when the files cannot be used at the start */
  constructor(parts: Parts) {
    this.parts = parts;
    const registers = [parts.registry];
    this.failures = new Counter({
      name: 'wattledger_tls_reload_failures_total',
      help: 'Times that changed certificate files could not be used; those before stay in force',
      registers,
    });
    try {
      this.material = read(parts.files);
    } catch (cause) {
      throw platformFault('tls-files-unusable', `The certificate files cannot be used: ${reasonOf(cause)}`, { cause });
    }
    const expiry = () => this.expiresAt;
    if (this.material.server) {
      new Gauge({
        name: 'wattledger_tls_certificate_expiry_timestamp_seconds',
        help: 'When the certificate of the platform expires, seconds since 1970',
        registers,
        collect() {
          this.set((expiry()?.getTime() ?? 0) / 1_000);
        },
      });
    }
  }

  get current(): TlsMaterial {
    return this.material;
  }

  /** When the certificate of the platform expires. */
  get expiresAt(): Date | undefined {
    const [own] = pemBlocks(this.material.server?.cert ?? '');
    return own === undefined ? undefined : new Date(new X509Certificate(own).validTo);
  }

  /** False once the certificate has expired: no station that looks at it will connect. */
  get isValid(): boolean {
    const { expiresAt } = this;
    return expiresAt === undefined || expiresAt > this.parts.clock();
  }

  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Looks at the files now. */
  reload(): void {
    const { files, log } = this.parts;
    this.warnOfExpiry();
    let material: TlsMaterial;
    try {
      material = read(files);
    } catch (error) {
      const reason = reasonOf(error);
      if (this.complainedOf === reason) return;
      this.complainedOf = reason;
      this.failures.inc();
      log.error({ reason }, 'changed certificate files cannot be used; those before stay in force');
      return;
    }
    this.complainedOf = undefined;
    if (isSame(material, this.material)) return;
    this.material = material;
    for (const tell of this.listeners) tell();
    log.info({ expiresAt: this.expiresAt?.toISOString() }, 'changed certificate files are in force for new connections');
  }

  /** Looks at the files regularly. @returns a function that ends it */
  watch(): () => void {
    const { server, stationAuthoritiesFile, reloadSeconds } = this.parts.files;
    if (!server && stationAuthoritiesFile === undefined) return () => undefined;
    this.warnOfExpiry();
    const timer = setInterval(() => this.reload(), reloadSeconds * 1_000);
    timer.unref();
    return () => clearInterval(timer);
  }

  /** Once a day. */
  private warnOfExpiry(): void {
    const now = this.parts.clock().getTime();
    const { expiresAt } = this;
    const today = Math.floor(now / A_DAY_MS);
    if (!expiresAt || this.warnedOn === today || expiresAt.getTime() - now > SOON_DAYS * A_DAY_MS) return;
    this.warnedOn = today;
    const expires = expiresAt.toISOString();
    if (this.isValid) this.parts.log.warn({ expires }, 'the certificate of the platform expires soon');
    else this.parts.log.error({ expires }, 'the certificate of the platform has expired');
  }
}

/** @throws where a file cannot be read, or what is in them does not belong together */
function read({ server, stationAuthoritiesFile }: Parts['files']): TlsMaterial {
  const material: TlsMaterial = {
    server: server && { cert: readFileSync(server.certificateFile, 'utf8'), key: readFileSync(server.keyFile, 'utf8') },
    stationAuthorities: stationAuthoritiesFile === undefined ? undefined : readFileSync(stationAuthoritiesFile, 'utf8'),
  };
  if (material.server) {
    const [own = ''] = pemBlocks(material.server.cert);
    if (!new X509Certificate(own).checkPrivateKey(createPrivateKey(material.server.key)))
      throw new Error('the key is not that of the certificate');
  }
  if (material.stationAuthorities !== undefined) {
    const authorities = pemBlocks(material.stationAuthorities).map((pem) => new X509Certificate(pem));
    if (authorities.length === 0) throw new Error(`${stationAuthoritiesFile} holds no certificate`);
  }
  createSecureContext(tlsOptions(material));
  return material;
}

const isSame = (one: TlsMaterial, other: TlsMaterial): boolean => JSON.stringify(one) === JSON.stringify(other);

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
