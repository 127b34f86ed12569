package dev.vedette.baseline.blame;

import dev.vedette.policy.model.Container;
import java.util.Objects;

/** Behind what a container waits. */
public sealed interface Cause {
    /** For people. */
    String label();

    /** The container, or the node's own services, that used meanwhile what it waited for. */
    record Neighbour(Container container) implements Cause {
        public Neighbour {
            Objects.requireNonNull(container, "container is null");
        }

        @Override
        public String label() {
            return container.displayName();
        }
    }

    /** What is no neighbour. */
    enum Own implements Cause {
        /** Its own tasks. */
        ITSELF("itself"),
        /** Its own limit kept it from going on. */
        QUOTA("its own quota"),
        /** It waited, and nobody can say behind whom. */
        UNKNOWN("not known");

        private final String label;

        Own(String label) {
            this.label = label;
        }

        @Override
        public String label() {
            return label;
        }
    }
}
