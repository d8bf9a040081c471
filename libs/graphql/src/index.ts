export type { Collaborators, ErrorLog, RowChanges } from './collaborators.ts';
export { graphqlErrors, requestErrors } from './errors.ts';
export { GraphqlModule } from './graphql.module.ts';
export { defaultSettings } from './settings.ts';
export type { GraphqlSettings } from './settings.ts';
