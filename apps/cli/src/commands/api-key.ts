import { Command, Option } from 'commander';
import { Access, SecretHasher } from '@wattledger/access';
import { apiRoles } from '@wattledger/charging';
import type { ApiRole } from '@wattledger/charging';
import { Ledger, openMasterKey, SqliteEventLog } from '@wattledger/event-log';
import { Fault, systemClock } from '@wattledger/kernel';
import { Failed } from '../failed.ts';
import { askGraphql } from '../graphql-client.ts';
import { dataDirOption, urlOption } from '../options.ts';

interface Where {
  readonly dataDir: string;
  readonly url: string;
  readonly adminKey?: string;
}

const places = (command: Command): Command =>
  command
    .addOption(dataDirOption())
    .addOption(urlOption())
    .addOption(
      new Option('--admin-key <key>', 'API key of an admin, for a platform that is running').env('WATTLEDGER_ADMIN_KEY'),
    );

export const apiKeyCommand = (): Command =>
  new Command('api-key')
    .description('Make and revoke API keys: of a running platform with its admin key, else in the data folder itself.')
    .addCommand(
      places(new Command('create').description('Make a key. It is shown once and stored nowhere.'))
        .requiredOption('--name <name>', 'who or what it is for')
        .addOption(new Option('--role <role>', 'what it may do').choices(apiRoles).makeOptionMandatory())
        .action(create),
    )
    .addCommand(
      places(
        new Command('revoke').description('End a key, at once and for good.').argument('<keyId>', 'as `create` printed it'),
      ).action(revoke),
    );

async function create(options: Where & { name: string; role: ApiRole }): Promise<void> {
  const { name, role } = options;
  const made = await withAccess(
    options,
    (access) => access.createApiKey({ name, role, createdBy: 'cli' }),
    async (adminKey) => {
      const document = `mutation ($name: String!, $role: ApiRole!) { createApiKey(name: $name, role: $role) {
        __typename ... on ApiKeyCreated { keyId key } ... on UserError { message remedy code } } }`;
      const { createApiKey } = await askGraphql(options.url, adminKey, document, { name, role: role.toUpperCase() });
      return { keyId: String(createApiKey?.['keyId'] ?? ''), key: String(createApiKey?.['key'] ?? '') };
    },
  );
  console.log(`${made.key}\n\nkey id ${made.keyId}, role ${role}. Keep it: it is not shown again.`);
}

async function revoke(keyId: string, options: Where): Promise<void> {
  await withAccess(
    options,
    async (access) => {
      const refusal = await access.revokeApiKey(keyId, 'cli');
      if (refusal) throw new Failed(`${refusal.message} ${refusal.remedy} [${refusal.code}]`);
    },
    async (adminKey) => {
      const document = `mutation ($keyId: ID!) { revokeApiKey(keyId: $keyId) { __typename ... on UserError { message remedy code } } }`;
      await askGraphql(options.url, adminKey, document, { keyId });
    },
  );
  console.log(`The key ${keyId} is revoked.`);
}

/** The data folder has one writer: while the platform runs, it is asked; while it does not, the folder is written here. */
async function withAccess<T>(
  where: Where,
  offline: (access: Access) => Promise<T>,
  online: (adminKey: string) => Promise<T>,
): Promise<T> {
  if (where.adminKey !== undefined) return online(where.adminKey);
  let log: SqliteEventLog;
  try {
    log = await SqliteEventLog.open(where.dataDir);
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== 'log-in-use') throw error;
    throw new Failed(
      'The platform is running: give its admin key with --admin-key or WATTLEDGER_ADMIN_KEY. It was printed at the first start.',
    );
  }
  try {
    const masterKey = await openMasterKey(where.dataDir, process.env['WATTLEDGER_MASTER_KEY']);
    return await offline(new Access(new Ledger(log, systemClock), new SecretHasher(masterKey.hashingKey)));
  } finally {
    await log.close();
  }
}
