import { format, resolveConfig } from 'prettier';

/** Markdown as the project's formatter leaves it in `file`. */
export const formattedMarkdown = async (text, file) =>
  await format(text, { ...(await resolveConfig(file)), parser: 'markdown' });
