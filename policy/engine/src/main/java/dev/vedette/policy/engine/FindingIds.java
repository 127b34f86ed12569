package dev.vedette.policy.engine;

import dev.vedette.policy.model.BaselineDeviation;
import dev.vedette.policy.model.Contention;
import dev.vedette.policy.model.Detection;
import dev.vedette.policy.model.Event;
import dev.vedette.policy.model.EventContext;
import dev.vedette.policy.model.Fact;
import dev.vedette.policy.model.IsolationObserved;
import dev.vedette.policy.model.Place;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Names findings so that the same event has the same name on every surface and after a restart of the sensor.
 *
 * <p>The name is the beginning of a SHA-256 over the rule, the run of the node's clock, the container, and either the
 * detection's key or what makes the event one: process, its start, and the boot clock's time. Not thread-safe.
 */
final class FindingIds {
    private static final int BYTES = 16;

    private final String epoch;
    private final MessageDigest digest;

    FindingIds(String epoch) {
        this.epoch = epoch;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JDK lacks SHA-256, which every JDK must have.", e);
        }
    }

    String of(Detection detection) {
        digest.reset();
        text(detection.ruleId());
        text(epoch);
        text(detection.container().id());
        text(detection.key());
        if (detection.key().isEmpty()) {
            text(detection.message());
            event(detection.fact());
        }
        return HexFormat.of().formatHex(Arrays.copyOf(digest.digest(), BYTES));
    }

    private void event(Fact fact) {
        switch (fact) {
            case Event event -> context(event.context());
            case BaselineDeviation deviation -> {
                context(deviation.context());
                text(deviation.item());
            }
            // Not an event but a state: the same state is the same finding, whenever it is looked at.
            case IsolationObserved observed -> {
                text(observed.source().name());
                place(observed.place());
            }
            case Contention contention -> {
                text(contention.culprit().id());
                number(contention.epochNanos());
            }
            default -> number(fact.epochNanos());
        }
    }

    private void context(EventContext context) {
        number(context.process().pid());
        number(context.process().id().startBootNanos());
        number(context.bootNanos());
    }

    private void place(Place place) {
        text(place.file());
        text(place.kind());
        text(place.namespace());
        text(place.name());
        text(place.pointer());
    }

    /** Each text ends with a zero byte, so that two texts can't run into one another. */
    private void text(String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }

    private void number(long number) {
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(number).flip());
    }
}
