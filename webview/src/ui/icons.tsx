import type { ComponentChildren } from 'preact';

/** Icons in VS Code's 16 px style; they take the text colour. */
const Icon = ({ children }: { readonly children: ComponentChildren }) => (
  <svg class="icon" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" focusable="false" fill="none">
    <g stroke="currentColor" stroke-width="1.1" stroke-linecap="round" stroke-linejoin="round">
      {children}
    </g>
  </svg>
);

export const ChevronIcon = ({ isOpen }: { readonly isOpen: boolean }) => (
  <Icon>
    <path d={isOpen ? 'M4 6l4 4 4-4' : 'M6 4l4 4-4 4'} />
  </Icon>
);

export const DebugIcon = () => (
  <Icon>
    <path d="M5 3v10l8-5z" />
    <path d="M2.5 3v10" />
  </Icon>
);

export const CopyIcon = () => (
  <Icon>
    <path d="M6 5.5h7.5v8H6z" />
    <path d="M3.5 10.5h-1v-8H10v1" />
  </Icon>
);

export const ClearIcon = () => (
  <Icon>
    <path d="M3 4.5h10M6.5 4.5v-2h3v2M4.5 4.5l.5 9h6l.5-9M6.8 7v4M9.2 7v4" />
  </Icon>
);

export const CloseIcon = () => (
  <Icon>
    <path d="M4 4l8 8M12 4l-8 8" />
  </Icon>
);

export const LinkIcon = () => (
  <Icon>
    <path d="M9 3h4v4M13 3L8 8M7 4H3.5v8.5H12V9" />
  </Icon>
);

export const PinIcon = () => (
  <Icon>
    <path d="M6 2.5h4M6.8 2.5v4L4.5 9.5h7L9.2 6.5v-4M8 9.5v4" />
  </Icon>
);

export const CompareIcon = () => (
  <Icon>
    <path d="M2.5 3.5h4v9h-4zM9.5 3.5h4v9h-4zM8 2v12" />
  </Icon>
);

export const ExportIcon = () => (
  <Icon>
    <path d="M8 2.5v7M5 5.5l3-3 3 3M3 9.5v4h10v-4" />
  </Icon>
);

export const PauseIcon = () => (
  <Icon>
    <path d="M5.5 3.5v9M10.5 3.5v9" />
  </Icon>
);

export const PlayIcon = () => (
  <Icon>
    <path d="M5 3.5v9l7-4.5z" />
  </Icon>
);
