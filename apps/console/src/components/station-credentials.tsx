import { useState } from 'react';
import { revokeCredentials, setCredentials } from '../forms/access-forms.ts';
import { Actions } from './actions.tsx';
import { ShownOnce } from './shown-once.tsx';

/** The password a station proves itself by: set or revoked, and shown once. */
export function StationCredentials({ stationId }: { readonly stationId: string }) {
  const [password, setPassword] = useState<string>();
  return (
    <>
      <Actions
        label="Credentials"
        right="administer"
        forms={[setCredentials(stationId), revokeCredentials(stationId)]}
        onDone={({ password: made }) => setPassword(made)}
      />
      {password !== undefined && (
        <ShownOnce title={`Password of ${stationId}`} secret={password} onClose={() => setPassword(undefined)} />
      )}
    </>
  );
}
