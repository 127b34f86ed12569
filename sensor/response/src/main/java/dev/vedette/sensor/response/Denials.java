package dev.vedette.sensor.response;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.DenyRule;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** Has the kernel refuse things to one container. Thread-safe. */
public interface Denials {
    /** Of a sensor that denies nothing. */
    Denials NONE = new Denials() {
        @Override
        public String order(String id, Container container, List<DenyRule> rules, Instant until) throws IOException {
            throw new NotOnThisNodeException("this sensor cannot deny anything");
        }

        @Override
        public void lift(String id, Container container) {
            // there is nothing
        }

        @Override
        public boolean inForce(String id, Container container) {
            return false;
        }
    };

    /**
     * Returns when the kernel has it.
     *
     * @param id of the response
     * @param until when the kernel is to forget it, by the time of day as it is now; {@link Instant#MAX} for never. What
     *     is done to the clock afterwards changes nothing
     * @return what of it is stopped in another way than by an error to who tries it, for people; empty if nothing
     * @throws NotOnThisNodeException if this kernel cannot refuse all of it
     * @throws IOException if it has no room; the message is for people
     */
    String order(String id, Container container, List<DenyRule> rules, Instant until) throws IOException;

    void lift(String id, Container container);

    boolean inForce(String id, Container container);
}
