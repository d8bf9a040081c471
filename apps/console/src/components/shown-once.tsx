import { useEffect, useId, useRef } from 'react';

interface Props {
  readonly title: string;
  readonly secret: string;
  readonly onClose: () => void;
}

/** A secret that the platform does not keep: whoever closes this has seen it. */
export function ShownOnce({ title, secret, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} aria-labelledby={id} onClose={onClose}>
      <form method="dialog">
        <h2 id={id}>{title}</h2>
        <p className="muted">It is shown this once and stored nowhere. Copy it now.</p>
        <input className="identity" readOnly aria-label={title} value={secret} onFocus={({ target }) => target.select()} />
        <div className="toolbar end">
          {'clipboard' in navigator && (
            <button type="button" onClick={() => void navigator.clipboard.writeText(secret)}>
              Copy
            </button>
          )}
          <button type="submit" className="primary">
            I have it
          </button>
        </div>
      </form>
    </dialog>
  );
}
