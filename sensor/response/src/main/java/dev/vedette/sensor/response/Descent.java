package dev.vedette.sensor.response;

import dev.vedette.policy.model.ProcessId;
import java.util.List;

/** Who was started by whom, as it was recorded at each fork. Thread-safe. */
public interface Descent {
    /** Of a sensor that has no record. */
    Descent UNKNOWN = ancestor -> List.of();

    /**
     * The processes that live and descend from this one, which may have ended itself; as far as was told until now. Start
     * times may be in the grain of {@code /proc}.
     */
    List<ProcessId> descendants(ProcessId ancestor);
}
