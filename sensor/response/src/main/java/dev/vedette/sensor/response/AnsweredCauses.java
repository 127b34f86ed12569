package dev.vedette.sensor.response;

import dev.vedette.policy.model.ResponseAction;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What has been answered already, so that a container that is found to do ten bad things is stopped once. Thread-safe and
 * bounded: the oldest are forgotten.
 */
final class AnsweredCauses {
    private static final int MOST = 4_096;

    private final StandingResponses standing;
    /** Steps that do not last, by container and step or by process; the id of the response. */
    private final Map<String, String> ended = new LinkedHashMap<>();

    AnsweredCauses(StandingResponses standing) {
        this.standing = standing;
    }

    /** The id of the response that has answered it, with as much or with more. */
    Optional<String> answer(Order order) {
        String container = order.container().id();
        synchronized (ended) {
            for (ResponseAction whole : new ResponseAction[] {ResponseAction.STOP, ResponseAction.EVICT}) {
                String id = ended.get(key(container, whole));
                if (id != null && order.action().compareTo(whole) <= 0) {
                    return Optional.of(id);
                }
            }
            if (order.action() == ResponseAction.KILL_PROCESS && ended.containsKey(process(order))) {
                return Optional.of(ended.get(process(order)));
            }
        }
        return standingAnswer(order);
    }

    /** A container that is held does nothing that a milder step could keep it from. */
    private Optional<String> standingAnswer(Order order) {
        String container = order.container().id();
        if (order.action() == ResponseAction.DENY) {
            return Optional.empty(); // each finding has an object of its own
        }
        Optional<Standing> same = order.action().lasts() ? standing.of(container, order.action()) : Optional.empty();
        boolean milder = order.action() == ResponseAction.THROTTLE || order.action() == ResponseAction.ISOLATE_NETWORK;
        return same.or(() -> milder ? standing.of(container, ResponseAction.PAUSE) : Optional.empty())
                .map(Standing::id);
    }

    /** Remembers one that was carried out and seen to work. */
    void add(Order order) {
        if (order.container().onHost() && order.action() != ResponseAction.KILL_PROCESS) {
            return;
        }
        synchronized (ended) {
            if (order.action() == ResponseAction.KILL_PROCESS) {
                ended.put(process(order), order.id());
            } else if (!order.action().lasts()) {
                ended.put(key(order.container().id(), order.action()), order.id());
            }
            if (ended.size() > MOST) {
                ended.remove(ended.keySet().iterator().next());
            }
        }
    }

    private static String process(Order order) {
        return order.process() == null
                ? ""
                : order.process().pid() + "@" + order.process().startBootNanos();
    }

    private static String key(String container, ResponseAction action) {
        return container + " " + action.label();
    }
}
