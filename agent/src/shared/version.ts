/** Written by the build from package.json. */
declare const STILLFRAME_VERSION: string;

export const agentVersion = typeof STILLFRAME_VERSION === 'string' ? STILLFRAME_VERSION : '0.0.0-source';
