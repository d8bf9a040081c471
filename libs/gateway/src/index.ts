export { GatewayMetrics } from './metrics.ts';
export type { GatewayLog } from './gateway-log.ts';
export { Scribe } from './exchange.ts';
export { OcppWebSocketAdapter } from './server/ocpp-websocket-adapter.ts';
export type { GatewaySettings } from './settings.ts';
export { StationGateway } from './station.gateway.ts';
export type { StationServices } from './station.ts';
export { Stations } from './stations.ts';
export { STATION_SERVICES } from './tokens.ts';
