/** `ANOTHER_SESSION_ON_THE_CONNECTOR` → `another session on the connector`. */
export const inWords = (name: string): string => name.toLowerCase().replaceAll('_', ' ');

/** `REQUEST_BATTERY_STATUS` → `Request battery status`. */
export const asTitle = (name: string): string => {
  const words = inWords(name);
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** `SuspendedEV`, `EVDisconnected`, `StopAuthorized` as words: `suspended EV`, `EV disconnected`, `stop authorized`. */
export const spaced = (name: string): string =>
  name
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(' ')
    .map((word) => (word === word.toUpperCase() ? word : word.toLowerCase()))
    .join(' ');
