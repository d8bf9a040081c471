import { open } from 'node:fs/promises';

/** Has what was written to a file on the disk before anything is done that relies on it. */
export const syncFile = (file: string): Promise<void> => sync(file, 'r+');

/** The same for the names in a folder: without it a file that was made or renamed is lost with the power. Windows keeps names by itself, and no folder can be synced there. */
export const syncFolder = async (folder: string): Promise<void> => {
  if (process.platform !== 'win32') await sync(folder, 'r');
};

async function sync(path: string, flags: 'r' | 'r+'): Promise<void> {
  const handle = await open(path, flags);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
