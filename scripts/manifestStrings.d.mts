export function manifestProblems(manifest: object, strings: Readonly<Record<string, string>>): readonly string[];
