package dev.vedette.cli;

import picocli.CommandLine.Command;

/** Stands in the help for what the launcher does itself, since tests need the sources. */
@Command(
        name = "test",
        description = "Run all tests (from a checkout: ./vedette test).",
        mixinStandardHelpOptions = true)
final class TestCommand implements Runnable {
    @Override
    public void run() {
        throw new CommandFailed("the tests run from the sources: use ./vedette test in a checkout");
    }
}
