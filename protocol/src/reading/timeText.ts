/** Local time of day with milliseconds, `12:03:07.114`; with the date in front when it is not the day of `nowMs`. */
export function timeText(atMs: number, nowMs: number = atMs): string {
  const at = new Date(atMs);
  const time = `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}.${String(at.getMilliseconds()).padStart(3, '0')}`;
  const isToday = at.toDateString() === new Date(nowMs).toDateString();
  return isToday ? time : `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${time}`;
}

/** The last segment of a path or URL; the text itself when it has none. */
export function baseName(file: string): string {
  return file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1) || file;
}

const two = (value: number) => String(value).padStart(2, '0');
