import type { Frame } from '@stillframe/protocol';
import type { CaptureMessage } from '../shared/messages.ts';
import { toPath } from './filePaths.ts';
import type { FunctionNames } from './functionNames.ts';
import type { Scripts } from './scripts.ts';

const stride = 5;

/** The stack in original positions; a frame without a map stays where it runs. */
export async function mapStack(
  stack: CaptureMessage['stack'],
  scripts: Scripts,
  functionNames: FunctionNames,
): Promise<Frame[]> {
  const frames: Frame[] = [];
  for (let offset = 0; offset + stride <= stack.length; offset += stride) {
    const [name, url, line, column, isAsync] = stack.slice(offset, offset + stride);
    const at = { url: String(url), line1: Number(line), column1: Number(column) };
    const script = scripts.byUrl(at.url);
    const map = script === undefined ? undefined : await scripts.mapOf(script);
    const at0 = { line0: at.line1 - 1, column0: at.column1 - 1 };
    const original = map?.originalAt(at0.line0, at0.column0);
    const isMapped = script !== undefined && map !== undefined && original !== undefined;
    const file = original?.source ?? toPath(at.url);
    frames.push({
      name: isMapped
        ? await functionNames.of(String(name), script, at0, { map, source: original.source })
        : String(name),
      file,
      line1: original?.line1 ?? at.line1,
      column1: original?.column1 ?? at.column1,
      generated: original === undefined ? undefined : at,
      origin: originOf(at.url, file),
      isAsync: isAsync === 1 ? true : undefined,
    });
  }
  return frames;
}

function originOf(url: string, file: string): Frame['origin'] {
  if (url === '' || url.startsWith('node:')) return 'node';
  return url.includes('/node_modules/') || file.includes('/node_modules/') ? 'dependency' : 'app';
}
