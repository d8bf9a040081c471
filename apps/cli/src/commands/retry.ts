import { Command, Option } from 'commander';
import { askGraphql } from '../graphql-client.ts';
import { urlOption } from '../options.ts';

const RETRY = `mutation ($name: String!) { retryProjection(name: $name) {
  ... on ProjectionRetried { projection position } ... on UserError { code message remedy } } }`;

/** `wattledger retry …` */
export const retryCommand = (): Command =>
  new Command('retry')
    .description('Try a projection again that stands still because of an event; all others go on meanwhile.')
    .argument('<projection>', 'its name, as the metric wattledger_projection_parked and the API tell it')
    .addOption(urlOption())
    .addOption(new Option('--admin-key <key>', 'API key of an admin').env('WATTLEDGER_ADMIN_KEY').makeOptionMandatory())
    .action(async (name: string, { url, adminKey }: { url: string; adminKey: string }) => {
      const { retryProjection } = await askGraphql(url, adminKey, RETRY, { name });
      console.log(`${name} goes on: everything up to position ${String(retryProjection?.['position'])} is in its rows.`);
    });
