/**
 * Puts content between the marks of a text, `<!-- NAME -->` and `<!-- /NAME -->`.
 *
 * @param what the name is one of, for the error.
 * @throws Error when the text has no such marks.
 */
export function betweenMarks(text: string, what: string, name: string, content: string): string {
  const marks = new RegExp(`(<!-- ${name} -->\n).*?(<!-- /${name} -->)`, "s");
  if (!marks.test(text)) throw new Error(`the text has no marks for the ${what} ${name}`);
  return text.replace(marks, (_, open, close) => `${open}${content}\n${close}`);
}
