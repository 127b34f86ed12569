package dev.vedette.sensor.agent;

import dev.vedette.sensor.outputs.console.Command;
import dev.vedette.sensor.outputs.console.ConsoleRequests;

/** Joins what the console asks for to who carries it out, which is made after the outputs are. Thread-safe. */
final class CommandSlot implements ConsoleRequests {
    private static final ConsoleRequests NOBODY = new ConsoleRequests() {
        @Override
        public void respond(Command command) {
            // nobody is there yet: the page shows no outcome, and the person asks again
        }

        @Override
        public void automatic(boolean stopped, String requestedBy) {
            // as above
        }
    };

    private volatile ConsoleRequests taker = NOBODY;

    void connect(ConsoleRequests to) {
        taker = to;
    }

    @Override
    public void respond(Command command) {
        taker.respond(command);
    }

    @Override
    public void automatic(boolean stopped, String requestedBy) {
        taker.automatic(stopped, requestedBy);
    }
}
