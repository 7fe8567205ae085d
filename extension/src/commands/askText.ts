import * as vscode from 'vscode';

/** What is wrong with an input, and the 1-based column when that is known. */
export type Problem = { readonly message: string; readonly column1?: number | undefined };

/** Asks for a line of text, checked as one types. Undefined when cancelled, '' when left empty and that is allowed. */
export async function askText(options: {
  readonly title: string;
  readonly prompt: string;
  readonly placeHolder?: string;
  readonly value?: string;
  readonly isOptional?: boolean;
  readonly check: (text: string) => Problem | undefined;
}): Promise<string | undefined> {
  const { title, prompt, placeHolder, value, isOptional = false, check } = options;
  const text = await vscode.window.showInputBox({
    title,
    prompt,
    placeHolder,
    value,
    ignoreFocusOut: true,
    validateInput: (text) => {
      if (text.trim() === '')
        return isOptional ? undefined : { message: prompt, severity: vscode.InputBoxValidationSeverity.Info };
      const problem = check(text);
      if (problem === undefined) return undefined;
      return { message: problem.message, severity: vscode.InputBoxValidationSeverity.Error };
    },
  });
  if (text === undefined || (text.trim() === '' && !isOptional)) return undefined;
  return text.trim();
}
