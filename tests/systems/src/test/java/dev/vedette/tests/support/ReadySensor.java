package dev.vedette.tests.support;

import dev.vedette.sensor.agent.Sensor;
import dev.vedette.sensor.agent.SensorSettings;

/** Begins sensors of tests. */
public final class ReadySensor {
    private ReadySensor() {}

    /**
     * One that watches by these settings, and has begun to; to be closed by the caller.
     *
     * @throws Exception if it does not start; then nothing of it is left
     */
    public static Sensor by(SensorSettings settings) throws Exception {
        Sensor sensor = new Sensor(settings);
        try {
            sensor.start();
            Waiting.until("the sensor is ready", sensor::isReady);
            return sensor;
        } catch (Exception | Error e) {
            sensor.close();
            throw e;
        }
    }
}
