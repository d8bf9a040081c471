import { afterAll, beforeAll, expect, it, describe } from '@jest/globals';
import { walletStream } from '@wattledger/charging';
import { newEvent } from '@wattledger/event-log';
import { boot16, secondsFromNow, start16, stop16 } from '../support/frames.ts';
import { wattledger } from '../support/program.ts';
import { ADMIN_KEY, TestPlatform } from '../support/test-platform.ts';
import { until } from '../support/until.ts';

const platform = new TestPlatform();
beforeAll(() => platform.start());
afterAll(() => platform.stop());

interface Parked {
  readonly projection: string;
  /** A 64-bit number, and so a text. */
  readonly position: string;
  readonly error: string;
}
const parked = async (): Promise<readonly Parked[]> =>
  (
    await platform.graphql<{ platform: { projection: { parked: readonly Parked[] } } }>(
      '{ platform { projection { parked { projection position error } } } }',
    )
  ).platform.projection.parked;

const retry = async (name: string): Promise<{ code?: string; message?: string }> => {
  const mutation = `mutation ($name: String!) { retryProjection(name: $name) {
    ... on ProjectionRetried { position } ... on UserError { code message } } }`;
  return (await platform.graphql<{ retryProjection: { code?: string; message?: string } }>(mutation, { name })).retryProjection;
};

describe('an event that a projection cannot fold', () => {
  it('parks that projection by its name, and nothing else stands still', async () => {
    const amount = { walletId: 'poisoned', amount: 'a lot', currency: 'EUR', by: 'nobody', reference: 'none' };
    await platform.store.ledger.recordAtEnd(walletStream('poisoned'), [newEvent('CreditAdded', amount)]);
    const [first] = await until('it to be parked', async () => {
      const found = await parked();
      return found.length > 0 && found;
    });
    expect(first?.projection).toMatch(/^wallet/);
    expect(await platform.metric(`wattledger_projection_parked{projection="${first?.projection}"}`)).toBe(
      Number(first?.position),
    );
    const ready = await fetch(`${platform.httpUrl}/health/ready`);
    expect(ready.status).toBe(200);
    expect(await ready.json()).toMatchObject({ status: 'ok', parts: { projections: 'degraded' } });

    const station = await platform.connect('beside');
    await station.get('BootNotification', boot16);
    const { transactionId } = await station.get('StartTransaction', start16('TAG-1', 100, secondsFromNow(0)));
    await station.get('StopTransaction', stop16(transactionId, 600, secondsFromNow(1)));
    expect(await platform.sessions('beside')).toMatchObject([{ state: 'ended', energyWh: 500 }]);
  });

  it('is met again when the projection is tried again: nothing is skipped in silence', async () => {
    const [{ projection, position } = { projection: '', position: '' }] = await parked();
    expect(await retry(projection)).toMatchObject({ code: 'projection-parked-again' });
    expect(await parked()).toContainEqual(expect.objectContaining({ projection, position }));
    const { code, errors } = await wattledger(['retry', projection, '--url', `${platform.httpUrl}/graphql`], {
      WATTLEDGER_ADMIN_KEY: ADMIN_KEY,
    });
    expect(errors).toContain(`${projection} cannot get past the event at position ${position}`);
    expect(code).toBe(1);
  });

  it('leaves nothing to try again of a projection that goes on', async () => {
    expect(await retry('sessions')).toMatchObject({ code: 'projection-not-parked' });
  });
});
