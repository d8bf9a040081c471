/** Version of this SDK. A plugin says which versions it was written for; semantic versioning. */
export const SDK_VERSION = '1.1.0';
