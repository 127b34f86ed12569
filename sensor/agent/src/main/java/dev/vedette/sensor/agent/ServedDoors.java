package dev.vedette.sensor.agent;

import dev.vedette.sensor.control.ControlException;
import dev.vedette.sensor.control.ControlServer;
import dev.vedette.sensor.control.ControlSocket;
import dev.vedette.sensor.metrics.Metrics;
import dev.vedette.sensor.outputs.MetricsEndpoint;
import dev.vedette.sensor.outputs.OutputException;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Where others come in: the control socket, and the figures' endpoint if one is asked for. */
final class ServedDoors {
    private ServedDoors() {}

    /**
     * Opens them.
     *
     * @param ready whether the sensor sees what it is to see
     * @param open takes what has to be closed
     * @return the port of the figures' endpoint, 0 without one
     * @throws SensorException if a place is taken or not ours
     */
    static int open(
            SensorSettings settings, LocalControl control, Metrics metrics, BooleanSupplier ready, OpenParts open)
            throws SensorException {
        StateDirectory.prepare(settings.stateDirectory());
        try {
            open.add(new ControlServer(ControlSocket.in(settings.stateDirectory()), control));
            Optional<OutputSettings.MetricsSettings> figures =
                    settings.outputs().metrics();
            return figures.isEmpty() ? 0 : endpoint(figures.get(), metrics, ready, open);
        } catch (ControlException | OutputException e) {
            throw new SensorException(e.getMessage(), e);
        }
    }

    private static int endpoint(
            OutputSettings.MetricsSettings where, Metrics metrics, BooleanSupplier ready, OpenParts open)
            throws OutputException {
        return open.add(new MetricsEndpoint(where.address(), where.token(), metrics, ready))
                .port();
    }
}
