import { type ReactNode, useId, useState } from 'react';

export interface PopoverProps {
  /** The text of the button that opens it. */
  readonly label: ReactNode;
  readonly className?: string;
  readonly title?: string;
  readonly onOpen?: (isOpen: boolean) => void;
  readonly children: ReactNode;
}

/** A button and what it opens: the platform's own popover, which Escape and a click elsewhere close. */
export function Popover({ label, className = '', title, onOpen, children }: PopoverProps) {
  const id = useId();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <button type="button" className={className} title={title} popoverTarget={id}>
        {label}
      </button>
      <div
        id={id}
        popover="auto"
        className="popover"
        onToggle={({ newState }) => {
          setIsOpen(newState === 'open');
          onOpen?.(newState === 'open');
        }}
      >
        {isOpen ? children : null}
      </div>
    </>
  );
}
