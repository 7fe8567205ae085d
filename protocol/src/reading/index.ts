export * from './captureObjects.ts';
export * from './estimateText.ts';
export * from './memberPath.ts';
export * from './sameValue.ts';
export * from './timeText.ts';
export * from './valueText.ts';
export * from './visibleText.ts';
