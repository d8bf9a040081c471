import { openPostgresReadModels, openReadModels } from '@wattledger/read-models';
import type { Settings } from './settings.ts';

/** The read models, where the settings keep them. Those of a data folder are there once a projector of this folder has made them. */
export const openRows = ({ databaseUrl, dataFolder }: Settings): ReturnType<typeof openReadModels> =>
  databaseUrl === undefined ? openReadModels(dataFolder) : openPostgresReadModels(databaseUrl);
