package dev.vedette.cli;

import picocli.CommandLine.Command;

/** Stands in the help for what the launcher does itself, since benchmarks run from the sources. */
@Command(
        name = "bench",
        description = "Run the benchmarks (from a checkout: ./vedette bench).",
        mixinStandardHelpOptions = true)
final class BenchCommand implements Runnable {
    @Override
    public void run() {
        throw new CommandFailed("the benchmarks run from the sources: use ./vedette bench in a checkout");
    }
}
