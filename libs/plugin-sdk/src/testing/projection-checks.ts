import fc from 'fast-check';
import type { Json } from '@wattledger/kernel';
import type { ConfigSchema, Plugin, PluginEvent, PluginProjection } from '../plugin.ts';
import { frozen } from './cast-vote.ts';
import { samplesOf } from './conformance.ts';
import type { Check } from './conformance.ts';
import { fail, isSame } from './disagreement.ts';

/** Asked of plugins that make rows of their own. */
export function projectionChecks<Schema extends ConfigSchema>({ projections = [] }: Plugin<Schema>): Check[] {
  const names = projections.map(({ name }) => name);
  return projections.flatMap((projection) => [
    {
      name: `projection ${projection.name}: has a name of its own, a version, and events to hear of`,
      async run() {
        const { name, version, events } = projection;
        if (name === '' || names.filter((other) => other === name).length > 1)
          fail('Each projection needs a name of its own.', name);
        if (!Number.isInteger(version) || version < 1) fail('The version is a whole number from 1 on.', version);
        if (events.length === 0) fail('It hears of no event.');
      },
    },
    {
      name: `projection ${projection.name}: folds whatever an event holds, the same way every time`,
      async run() {
        for (const event of samplesOf(eventsOf(projection))) {
          if (!isSame(fold(projection, event), fold(projection, event))) fail('One event made two rows. A fold is pure.', event);
        }
      },
    },
  ]);
}

function fold(projection: PluginProjection, event: PluginEvent): unknown {
  const key = projection.key(frozen(event));
  if (key === undefined) return undefined;
  const first = projection.evolve(undefined, event);
  return { key, first, second: projection.evolve(frozen(first), event) };
}

const eventsOf = ({ events }: PluginProjection): fc.Arbitrary<PluginEvent> =>
  fc.record({
    id: fc.uuid(),
    stream: fc.constantFrom('station-oak-street-1', 'account-1', 'x'),
    revision: fc.nat(),
    position: fc.nat(),
    type: fc.constantFrom(...events, 'SomethingElse'),
    recordedAt: fc.constant('2026-05-04T12:00:00.000Z'),
    data: fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as Json),
  });
