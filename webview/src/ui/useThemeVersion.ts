import { useEffect, useState } from 'preact/hooks';

/** A number that changes with VS Code's colour theme, for what does not follow CSS by itself: canvases. */
export function useThemeVersion(): number {
  const [version, setVersion] = useState(0);
  useEffect(() => {
    const observer = new MutationObserver(() => setVersion((before) => before + 1));
    // VS Code writes the theme's variables on <html> and its kind on <body>.
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style', 'class'] });
    observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });
    return () => observer.disconnect();
  }, []);
  return version;
}
