/** A Node.js of the test matrix. */
export interface MatrixNode {
  readonly alias: string;
  readonly version: string;
  /** Path of the binary. */
  readonly node: string;
}

/** VS Code as a server, and the Node.js that runs it. */
export interface VSCodeTool {
  readonly codeServer: string;
  readonly codeServerNode: string;
}

export declare const NODE_VERSIONS: readonly (readonly [alias: string, version: string])[];
export declare const CODE_SERVER_VERSION: string;
/** How code-server is started, beside where its files are. */
export declare const codeServerArguments: readonly string[];
export declare class ToolMissing extends Error {}

/** Where the tools are, or will be. */
export declare function toolPaths(): VSCodeTool & {
  readonly nodes: readonly MatrixNode[];
  readonly chromium: string | undefined;
};
/** Installs the Node.js matrix if it is not there, and gives its binaries. */
export declare function ensureNodes(): Promise<readonly MatrixNode[]>;
/** Installs VS Code (code-server) if it is not there, and gives what starts it. */
export declare function ensureVSCode(): Promise<VSCodeTool>;
/** Installs chromium from apt if no chromium or Chrome is on the machine, and gives its path. */
export declare function ensureChromium(): Promise<string>;
