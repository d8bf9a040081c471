import type { OcppVersion } from '@wattledger/ocpp';
import type { InboundAction } from './action.ts';
import * as v16 from './v16/index.ts';
import * as v2 from './v2/index.ts';

const inboundActions: readonly InboundAction[] = [v16, v2].flatMap((actions) => Object.values(actions).flat());

const byName = new Map(
  inboundActions.flatMap((action) => action.versions.map((version) => [`${version} ${action.name}`, action] as const)),
);

/** The file in which a station's call is answered; `undefined` when no station makes this call. */
export const inboundAction = (version: OcppVersion, name: string): InboundAction | undefined => byName.get(`${version} ${name}`);
