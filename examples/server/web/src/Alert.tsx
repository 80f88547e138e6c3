import type { ReactNode } from "react";

/** What went wrong, said aloud as soon as it appears. */
export function Alert({ children, retry }: { children: ReactNode; retry?: (() => void) | undefined }) {
  return (
    <div className="alert" role="alert">
      <p>{children}</p>
      {retry && (
        <button type="button" className="secondary" onClick={retry}>
          Try again
        </button>
      )}
    </div>
  );
}
