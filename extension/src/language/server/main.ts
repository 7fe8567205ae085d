import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { startLanguageServer } from './startLanguageServer.ts';

// The transport is on the command line: --node-ipc from VS Code, --stdio from other editors.
startLanguageServer(createConnection(ProposedFeatures.all));
