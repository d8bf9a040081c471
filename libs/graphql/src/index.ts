export type { Collaborators, ErrorLog, RowChanges } from './collaborators.ts';
export { graphqlErrors, requestErrors } from './errors.ts';
export { GraphqlModule } from './graphql.module.ts';
export { pluginSchemaErrors } from './plugins/extend-schema.ts';
export { noPlugins } from './plugins/plugin-desk.ts';
export type { PluginDesk, SchemaExtension, ShownConfiguration, ShownPlugin } from './plugins/plugin-desk.ts';
export { defaultSettings } from './settings.ts';
export type { GraphqlSettings } from './settings.ts';
