/** `station-oak-street-1`: the stream of what was said on a station's wire and decided there. */
export const stationStream = (stationId: string): string => `station-${stationId}`;
export const tariffStream = (tariffId: string): string => `tariff-${tariffId}`;
/** @param scope see `scopeName` */
export const tariffAssignmentStream = (scope: string): string => `tariffassignment-${scope}`;
export const sessionPriceStream = (sessionId: string): string => `sessionprice-${sessionId}`;
export const commandStream = (commandId: string): string => `command-${commandId}`;
/** Where `OpenCommandsNoted` lies. */
export const OPEN_COMMANDS_STREAM = 'opencommands';
export const nodeStream = (node: string): string => `node-${node}`;

/** Streams that help the processes of the moment and hold nothing that lies nowhere else: a store may forget all but their newest events. */
export const passingStreams: readonly string[] = ['snapshot-', 'node-', OPEN_COMMANDS_STREAM];
export const isPassing = (stream: string): boolean => passingStreams.some((prefix) => stream.startsWith(prefix));

export const credentialStream = (stationId: string): string => `credential-${stationId}`;
/** Where the signed anchors of the whole log lie. */
export const ANCHOR_STREAM = 'anchors';
/** Where it lies what was archived, and in which file. */
export const ARCHIVES_STREAM = 'archives';
/** Where the snapshots of a stream lie. */
export const snapshotOf = (stream: string): string => `snapshot-${stream}`;
export const apiKeyStream = (keyId: string): string => `apikey-${keyId}`;
export const walletStream = (walletId: string): string => `wallet-${walletId}`;

type StreamCategory =
  'station' | 'command' | 'credential' | 'apikey' | 'profile' | 'settingsync' | 'locallist' | 'rollout' | 'wallet' | 'node';

/** The id in a stream's name; `undefined` when the stream is of another category. */
export const idInStream = (category: StreamCategory, stream: string): string | undefined =>
  stream.startsWith(`${category}-`) ? stream.slice(category.length + 1) : undefined;

/** Sessions are named by the station and the station's transaction, which is unique only there. */
export const sessionIdOf = (stationId: string, transactionId: string): string => `${stationId}:${transactionId}`;
