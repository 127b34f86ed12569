package dev.vedette.sensor.images;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Parameters;

/** What the policies in force say, for whoever gathers facts for them. */
public interface PolicyView {
    /** The lists as they are for a container. */
    Parameters of(Container container);

    /** Another object whenever other policies are in force. */
    Object version();
}
