/** Version of this hub, as told to agents, clients and `--version`; the same as in package.json. */
export const hubVersion = '0.1.0';
