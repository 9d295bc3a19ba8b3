/** A file that cannot be read as points: says which file, where in it, and what would help. */
export class FileError extends Error {
  /** The file's name as given; `standard input` for `-`. */
  readonly file: string;

  constructor(file: string, problem: string, cause?: unknown) {
    super(`${file}: ${problem}`, cause === undefined ? {} : { cause });
    this.name = "FileError";
    this.file = file;
  }
}
