import { booted16, charges16, meterValues16, StationStory } from '@wattledger/read-models/testing';
import type { ToldSession } from '@wattledger/read-models/testing';
import type { OpenedApi } from './open-api.ts';

/** A station of OCPP 1.6 that has powered up. */
export async function bootStation(api: OpenedApi, stationId: string): Promise<StationStory> {
  const story = booted16(new StationStory(stationId, '1.6'));
  await story.record(api.ledger);
  return story;
}

/** A whole session, its token sealed as the gateway does it. */
export async function charge(api: OpenedApi, story: StationStory, session: ToldSession): Promise<void> {
  const token = await api.sealer.seal(session.token ?? 'CARD-1');
  charges16(story, { ...session, token });
  await story.record(api.ledger);
}

/** A session that goes on, with its first meter values. */
export async function beginCharging(api: OpenedApi, story: StationStory, transactionId: string, socPercent = 40): Promise<void> {
  const idTag = await api.sealer.seal('CARD-2');
  const idTagInfo = { status: 'Accepted' };
  story.calls(
    'StartTransaction',
    { connectorId: 1, idTag, meterStart: 1_000, timestamp: story.now },
    { transactionId: Number(transactionId), idTagInfo },
  );
  await meter(api, story, transactionId, 1_500, socPercent);
}

export async function meter(
  api: OpenedApi,
  story: StationStory,
  transactionId: string,
  energyWh: number,
  socPercent: number,
): Promise<void> {
  story.after(60).calls('MeterValues', meterValues16(transactionId, 1, story.now, energyWh, 11_000, socPercent), {});
  await story.record(api.ledger);
}
