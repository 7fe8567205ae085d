import { limits, type Place } from '@stillframe/protocol';
import type * as vscode from 'vscode';
import { openDocument } from './openDocument.ts';
import { placeFile } from './placeFile.ts';

/** A line as probes carry it, with its text where the file is open: the agent looks whether that is what runs. */
export function placeAt(uri: vscode.Uri, line1: number): Place {
  const document = openDocument(uri);
  const place = { file: placeFile(uri), line1 };
  if (document === undefined || line1 > document.lineCount) return place;
  const { text } = document.lineAt(line1 - 1);
  return text.trim() === '' || text.length > limits.lineText ? place : { ...place, text };
}
