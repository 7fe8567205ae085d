/** Where details go that do not belong into a notification; VS Code's LogOutputChannel fits. */
export type Log = {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
};
