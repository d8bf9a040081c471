import { operation } from './document.ts';

export interface PlatformStatus {
  readonly version: string;
  readonly projection: {
    readonly upToDate: boolean;
    readonly lagSeconds: number;
    readonly eventsProjected: number;
    readonly parked: readonly { readonly projection: string; readonly error: string }[];
  } | null;
}

/** Good for asking whether a key opens the door. */
export const platformVersion = operation<{ platform: { version: string } }>(`query PlatformVersion { platform { version } }`);

interface Counted {
  readonly totalCount: number;
}

export interface Overview {
  readonly platform: PlatformStatus;
  readonly stations: Counted;
  readonly connected: Counted;
  readonly charging: Counted;
  readonly faulted: Counted;
  readonly today: Counted;
}

export const overview = operation<Overview, { midnight: string }>(/* GraphQL */ `
  query Overview($midnight: DateTime!) {
    platform {
      version
      projection {
        upToDate
        lagSeconds
        eventsProjected
        parked {
          projection
          error
        }
      }
    }
    stations(first: 1) {
      totalCount
    }
    connected: stations(first: 1, filter: { connected: true }) {
      totalCount
    }
    charging: sessions(first: 1, filter: { states: [ACTIVE] }) {
      totalCount
    }
    faulted: connectors(first: 1, filter: { statuses: ["Faulted"] }) {
      totalCount
    }
    today: sessions(first: 1, filter: { startedFrom: $midnight }) {
      totalCount
    }
  }
`);

export interface FaultedConnector {
  readonly stationId: string;
  readonly evseId: number;
  readonly connectorId: number;
  readonly statusAt: string | null;
  readonly errorCode: string | null;
  readonly errorInfo: string | null;
  readonly vendorErrorCode: string | null;
}

export const faultedConnectors = operation<{ connectors: { nodes: readonly FaultedConnector[] } }>(/* GraphQL */ `
  query FaultedConnectors {
    connectors(first: 20, filter: { statuses: ["Faulted"] }, orderBy: STATUS_AT_DESC) {
      nodes {
        stationId
        evseId
        connectorId
        statusAt
        errorCode
        errorInfo
        vendorErrorCode
      }
    }
  }
`);
