package dev.vedette.sensor.agent;

import dev.vedette.sensor.outputs.console.Command;
import java.util.function.Consumer;

/** Joins the console's commands to who carries them out, which is made after the outputs are. Thread-safe. */
final class CommandSlot implements Consumer<Command> {
    private volatile Consumer<Command> taker = command -> {};

    void connect(Consumer<Command> to) {
        taker = to;
    }

    @Override
    public void accept(Command command) {
        taker.accept(command);
    }
}
