const ENTRY = 'wattledger.api-key';

/** The key is kept for this tab only, and until it is closed. */
export const keptKey = (): string | undefined => sessionStorage.getItem(ENTRY) ?? undefined;
export const keepKey = (key: string): void => sessionStorage.setItem(ENTRY, key);
export const forgetKey = (): void => sessionStorage.removeItem(ENTRY);
