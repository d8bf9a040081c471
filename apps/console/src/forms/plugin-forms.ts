import type { Json } from '../graphql/document.ts';
import { configurePlugin, rollBackPlugin } from '../graphql/plugins.ts';
import type { PluginConfiguration, PluginConfigured, PluginDetails, PluginSetting } from '../graphql/plugins.ts';
import { ask, given, jsonIn, linesIn, numberIn, reasonField } from './form.ts';
import type { Field, Filled, Form } from './form.ts';

/** What the platform shows in place of a secret, and takes as “as it is”. */
const HIDDEN = '[hidden]';

/** How one member of a configuration is typed and read. */
interface Way {
  readonly field: (value: Json | undefined) => Partial<Field>;
  readonly read: (text: string) => Json;
}

const text: Way = { field: (value) => ({ first: typeof value === 'string' ? value : '' }), read: (typed) => typed };
const number: Way = {
  field: (value) => ({ kind: 'number', first: typeof value === 'number' ? String(value) : '' }),
  read: (typed) => numberIn(typed) ?? null,
};
const lines: Way = {
  field: (value) => ({ kind: 'lines', first: Array.isArray(value) ? value.join('\n') : '' }),
  read: (typed) => linesIn(typed),
};
const json: Way = {
  field: (value) => ({ kind: 'json', first: value === undefined ? '' : JSON.stringify(value, null, 2) }),
  read: jsonIn,
};
const oneOf = (choices: readonly string[]): Way => ({
  field: (value) => ({ choices: choices.map((choice) => [choice, choice]), first: typeof value === 'string' ? value : '' }),
  read: (typed) => typed,
});
const yesOrNo: Way = {
  field: (value) => ({
    choices: [
      ['true', 'yes'],
      ['false', 'no'],
    ],
    first: String(value === true),
  }),
  read: (typed) => typed === 'true',
};

/** @param type as `PluginSetting.type` says it, such as `list of string` or `"abstain" | "refuse"` */
export function wayOf(type: string): Way {
  const ways: Readonly<Record<string, Way>> = {
    string: text,
    number,
    integer: number,
    boolean: yesOrNo,
    'list of string': lines,
  };
  const choices = type.split(' | ');
  return ways[type] ?? (choices.every((choice) => /^".*"$/.test(choice)) ? oneOf(choices.map((one) => one.slice(1, -1))) : json);
}

const hintOf = ({ description, kind, type }: { description: string | null; kind: string | undefined; type: string }): string =>
  [description, kind === 'lines' && 'One on each line', kind === 'json' && `JSON: ${type}`].filter(Boolean).join('. ');

function fieldOf(
  { name, type, description, required, secret, default: fallback }: PluginSetting,
  value: Json | undefined,
): Field {
  if (secret) {
    const hint = [description, value === HIDDEN && 'Left empty, it stays as it is'].filter(Boolean).join('. ');
    return { name, label: name, kind: 'secret', optional: !required || value === HIDDEN, hint };
  }
  const shown = wayOf(type).field(value ?? fallback);
  return { name, label: name, ...shown, optional: !required, hint: hintOf({ description, kind: shown.kind, type }) };
}

/** The whole new configuration. What is left empty falls back to its default; a secret that is, stays. */
export function configIn(settings: readonly PluginSetting[], filled: Filled, before: PluginDetails['config']): Json {
  const members = settings.flatMap(({ name, type, secret }): (readonly [string, Json])[] => {
    const typed = filled[name] ?? '';
    if (secret && typed === '' && before[name] === HIDDEN) return [[name, HIDDEN]];
    if (typed !== '') return [[name, secret ? typed : wayOf(type).read(typed)]];
    return type === 'list of string' ? [[name, []]] : [];
  });
  return Object.fromEntries(members);
}

/** What can be done with a plugin; each becomes an event, in force at once. */
export function pluginForms({
  id,
  enabled,
  shadow,
  settings,
  config,
  revision,
}: PluginDetails): readonly Form<PluginConfigured>[] {
  const change = (variables: { config?: Json; enabled?: boolean; shadow?: boolean }, reason: string | undefined) =>
    ask(configurePlugin, { id, ...variables, ...given('reason', reason) });
  const top = settings.filter(({ name }) => !/[.[]/.test(name));
  return [
    ...(top.length === 0
      ? []
      : [
          {
            title: 'Configure',
            meaning: 'In force at once, on every node. Votes name the configuration they were cast under.',
            disturbing: true,
            fields: [...top.map((setting) => fieldOf(setting, config[setting.name])), reasonField],
            request: (filled: Filled) => change({ config: configIn(top, filled, config) }, filled['reason']),
          },
        ]),
    {
      title: shadow ? 'Let its votes count' : 'Put in the shadow',
      meaning: shadow
        ? 'What it says is applied from now on.'
        : 'It is asked beside the others; what it says is recorded and not applied.',
      disturbing: true,
      fields: [reasonField],
      request: ({ reason }: Filled) => change({ shadow: !shadow }, reason),
    },
    {
      title: enabled ? 'Disable' : 'Enable',
      meaning: enabled ? 'It is asked nothing from now on.' : 'It takes part in decisions again.',
      disturbing: true,
      fields: [reasonField],
      request: ({ reason }: Filled) => change({ enabled: !enabled }, reason),
    },
    ...(revision === null ? [] : [rollBack(id, undefined)]),
  ];
}

/** @param to absent: what the plugins file says */
export const rollBack = (id: string, to: PluginConfiguration | undefined): Form<PluginConfigured> => ({
  title: to ? 'Bring back' : 'Back to the plugins file',
  meaning: `${to ? `What was configured as number ${to.revision}` : 'What the plugins file says'} holds again, as a new configuration.`,
  disturbing: true,
  fields: [reasonField],
  request: ({ reason }) => ask(rollBackPlugin, { id, ...(to && { revision: to.revision }), ...given('reason', reason) }),
});
