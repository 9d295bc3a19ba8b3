import type { Command } from "commander";
import { COMMANDS, type CommandName } from "./commands.js";
import { type Context, contextOf, type Surroundings } from "./context.js";
import { EXIT, type ExitCode } from "./exit-codes.js";
import { GENERAL, newCommand, withGeneralOptions } from "./new-command.js";
import { report } from "./report.js";
import { version } from "./version.js";

const EPILOGUE = `
\`mixtide <command> --help\` shows options and examples. Begin with \`mixtide demo\`.

Standard output carries data, standard error the rest. Exit codes: 0 done, 1 failed, 2 usage,
3 configuration, 4 connection, 130 interrupted. NO_COLOR=1 turns colours off, DEBUG=1 shows where
errors come from, MIXTIDE_… sets what a configuration holds (see \`mixtide config explain\`).`;

/**
 * The command line, whole: parses the arguments, runs the command, reports what went wrong.
 *
 * @param argv arguments after the program's name.
 * @returns the exit code; nothing is thrown.
 */
export async function main(argv: readonly string[], around: Surroundings): Promise<ExitCode> {
  const context = contextOf(around);
  const args = argv[0] === "help" ? [...argv.slice(1, 2), "--help"] : [...argv];
  const name = args.find((arg) => !arg.startsWith("-"));
  try {
    const program = await programFor(name, context);
    if (args.length === 0) {
      context.messages.line(program.helpInformation().trimEnd());
      return EXIT.usage;
    }
    await program.parseAsync(args, { from: "user" });
    await context.out.flush();
    return EXIT.ok;
  } catch (error) {
    const verbose = args.includes("--verbose") || Boolean(context.env.DEBUG);
    return await report(error, isCommand(name) ? `mixtide ${name}` : "mixtide", context, verbose);
  }
}

/** Only the command asked for is loaded; of the others the program knows name and summary. */
async function programFor(name: string | undefined, context: Context): Promise<Command> {
  const what = "Learns Gaussian mixtures from files and streams, and labels every point.";
  const program = withGeneralOptions(newCommand("mixtide", what, context))
    .usage("<command> [options]")
    .enablePositionalOptions()
    .optionsGroup(GENERAL)
    .version(version(), "-V, --version", "print the version")
    .helpCommand(false)
    .addHelpText("after", EPILOGUE);
  for (const [command, { summary, load }] of Object.entries(COMMANDS)) {
    if (command === name) program.addCommand(withGeneralOptions((await load())(context)).summary(summary));
    else program.command(command).summary(summary);
  }
  return program;
}

function isCommand(name: string | undefined): name is CommandName {
  return name !== undefined && Object.hasOwn(COMMANDS, name);
}
