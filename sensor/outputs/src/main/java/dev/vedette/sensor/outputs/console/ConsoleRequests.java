package dev.vedette.sensor.outputs.console;

/** Carries out what people ask for at the console. Called on a thread of gRPC's, one at a time; must return soon. */
public interface ConsoleRequests {
    /** Acts, or takes an earlier response back. */
    void respond(Command command);

    /** Stops all automatic responses, or lets them go on. */
    void automatic(boolean stopped, String requestedBy);
}
