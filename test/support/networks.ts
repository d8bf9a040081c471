import { execFileSync } from 'node:child_process';
import { describe } from '@jest/globals';

const ip = (...args: readonly string[]): string => execFileSync('ip', args, { stdio: 'pipe' }).toString();

/** Short, as names of interfaces must be, and of this process alone. */
const OWN = `w${process.pid.toString(36)}`;
/** An address range for documentation (RFC 5737), cut into networks of four addresses. */
const NETWORK = '198.51.100';

/** Why no spec can have networks of its own here; `undefined` where they can. */
const missing: string | undefined = whyMissing();

function whyMissing(): string | undefined {
  try {
    ip('netns', 'add', `${OWN}x`);
    ip('netns', 'del', `${OWN}x`);
    return undefined;
  } catch {
    return 'network namespaces need root and `ip` of iproute2';
  }
}

/** A suite that needs networks of its own; where it cannot have them it is skipped, under a name that says why. */
export function describeWithNetworks(name: string, suite: () => void): void {
  if (missing === undefined) describe(name, suite);
  else describe.skip(`${name} (${missing})`, suite);
}

/** A link between this machine and a namespace. */
export interface Link {
  readonly here: string;
  readonly there: string;
  readonly bridge: string;
  /** The switch's end of the cable. */
  readonly port: string;
}

let links = 0;

/** A machine of its own, as far as the network goes: a namespace with links to this one, each of which can be taken down. */
export class Machine {
  private readonly namespace: string;
  private readonly links: Link[] = [];

  constructor(name: string) {
    this.namespace = `${OWN}${name}`;
    ip('netns', 'add', this.namespace);
    ip('-n', this.namespace, 'link', 'set', 'lo', 'up');
  }

  /** What runs a program there. */
  get within(): readonly string[] {
    return ['ip', 'netns', 'exec', this.namespace];
  }

  /** Lays a cable through a switch. @returns the addresses at its ends */
  link(): Link {
    const number = (links += 1);
    const [port, end, bridge] = [`${OWN}p${number}`, `${OWN}e${number}`, `${OWN}b${number}`];
    const [here, there] = [`${NETWORK}.${number * 4 + 1}`, `${NETWORK}.${number * 4 + 2}`];
    ip('link', 'add', bridge, 'type', 'bridge');
    ip('link', 'add', port, 'type', 'veth', 'peer', 'name', end);
    ip('link', 'set', end, 'netns', this.namespace);
    ip('link', 'set', port, 'master', bridge);
    ip('addr', 'add', `${here}/30`, 'dev', bridge);
    ip('-n', this.namespace, 'addr', 'add', `${there}/30`, 'dev', end);
    for (const each of [bridge, port]) ip('link', 'set', each, 'up');
    ip('-n', this.namespace, 'link', 'set', end, 'up');
    const link = { here, there, bridge, port };
    this.links.push(link);
    return link;
  }

  /** From now on packets vanish, in both directions; no socket is told. */
  takeDown({ port }: Link, down = true): void {
    ip('link', 'set', port, down ? 'down' : 'up');
  }

  remove(): void {
    for (const { bridge } of this.links) ip('link', 'del', bridge);
    ip('netns', 'del', this.namespace);
  }
}
