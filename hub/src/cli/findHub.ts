import { hubUnreachable } from '@stillframe/protocol';
import { defaultHubFile, readHubFile } from '../home/hubFile.ts';
import { CliError, errorLine } from './cliError.ts';
import { exitCodes } from './io.ts';

export type HubAddress = { readonly url: string; readonly token: string };

/** The hub meant by the options, the environment, or the local hub file, in this order. */
export function findHub(options: {
  readonly hub?: string;
  readonly token?: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly hubFile?: string;
}): HubAddress {
  const { env, hubFile = defaultHubFile() } = options;
  const asked = options.hub ?? nonEmpty(env['STILLFRAME_HUB']);
  const token = options.token ?? nonEmpty(env['STILLFRAME_TOKEN']);
  const local = readHubFile(hubFile);
  if (asked === undefined && local === undefined) {
    throw new CliError(exitCodes.failed, errorLine(hubUnreachable('ws://127.0.0.1:9240')));
  }
  const url = hubUrl(asked ?? local?.url ?? '');
  const localToken = local !== undefined && local.url === url ? local.token : '';
  return { url, token: token ?? localToken };
}

function hubUrl(text: string): string {
  const spelled = text.replace(/^http/, 'ws').replace(/\/+$/, '');
  if (!/^wss?:\/\//.test(spelled) || !URL.canParse(spelled)) {
    throw new CliError(exitCodes.usage, `--hub ${text} is not an address. Write ws://HOST:PORT or wss://HOST:PORT.`);
  }
  return spelled;
}

const nonEmpty = (text: string | undefined) => (text === '' ? undefined : text);
