package dev.vedette.sensor.posture.health;

import java.util.List;

/** Looks at one side of a node's health; bounded in time, changes nothing, never throws. */
@FunctionalInterface
public interface HealthProbe {
    List<HealthItem> look();
}
