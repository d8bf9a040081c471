import { useState } from 'react';
import type { ReactNode } from 'react';
import type { Form } from '../forms/form.ts';
import { useRights } from '../graphql/rights.tsx';
import { FormDialog } from './form-dialog.tsx';

interface Props<Done extends object> {
  /** What the buttons are for, for those who cannot see them. */
  readonly label: string;
  readonly forms: readonly Form<Done>[];
  /** What somebody must be allowed to; nothing is shown to others. */
  readonly right?: 'operate' | 'administer';
  readonly note?: ReactNode;
  readonly onDone: (done: Done) => void;
}

/** A button for each thing that can be done here; its dialog when it is pressed. */
export function Actions<Done extends object>({ label, forms, right = 'operate', note, onDone }: Props<Done>) {
  const rights = useRights();
  const [open, setOpen] = useState<Form<Done>>();
  if (!rights[right] || forms.length === 0) return null;
  return (
    <>
      <div className="toolbar" role="group" aria-label={label}>
        {forms.map((form) => (
          <button
            key={form.title}
            type="button"
            disabled={form.pointless !== undefined}
            title={form.pointless ?? form.meaning}
            onClick={() => setOpen(form)}
          >
            {form.title}
          </button>
        ))}
      </div>
      {open && (
        <FormDialog
          form={open}
          note={note}
          onClose={() => setOpen(undefined)}
          onDone={(done) => {
            setOpen(undefined);
            onDone(done);
          }}
        />
      )}
    </>
  );
}
