export { startHub, defaultPort, HubStartError, type HubHandle, type HubOptions } from './startHub.ts';
export { defaultDataDir, defaultHubFile, readHubFile } from './home/hubFile.ts';
export { isLiveHub } from './home/liveHub.ts';
export { hubVersion } from './version.ts';
