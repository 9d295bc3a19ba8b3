import { Command, Option } from "commander";
import type { Context } from "./context.js";

/** Heading of the options that every command has. */
export const GENERAL = "General:";

/**
 * A command that throws instead of ending the process, and that every other command is made of.
 *
 * Help that was asked for is data and goes to standard output; errors are left to {@link report}.
 */
export function newCommand(name: string, description: string, context: Context): Command {
  return new Command(name)
    .description(description)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => context.out.later(text),
      writeErr: () => undefined,
      outputError: () => undefined,
      getOutHelpWidth: () => context.width,
      getErrHelpWidth: () => context.width,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .addHelpOption(new Option("-h, --help", "show this help").helpGroup(GENERAL));
}

/** Options that every command has; added last, they stand last in its help. */
export function withGeneralOptions(command: Command): Command {
  command.addOption(new Option("--verbose", "show where an error comes from").helpGroup(GENERAL));
  for (const inner of command.commands) withGeneralOptions(inner);
  return command;
}

/** Examples under the help of a command: what it does, then the command line. */
export function examples(...lines: readonly (readonly [what: string, command: string])[]): string {
  return `\nExamples:\n${lines.map(([what, command]) => `  # ${what}\n  $ ${command}`).join("\n\n")}\n`;
}
