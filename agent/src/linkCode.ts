/** Written by the build: the link thread's whole program. */
declare const STILLFRAME_LINK: string;

/** What the link thread runs. A text, because a bundler may have put the agent into one file with none beside it. */
export const linkCode = (): string => STILLFRAME_LINK;
