package dev.vedette.sensor.identity;

import dev.vedette.sensor.metrics.Metrics;
import java.util.HashMap;
import java.util.Map;

/** The figures of identity. Gauges are set by the pipeline thread, so that no other reads its tables. */
final class IdentityMetrics {
    private final Metrics.Counter pending;
    /** By reason. */
    private final Map<String, Metrics.Tally> pendingTallies = new HashMap<>();

    private final Metrics.Counter completed;
    private final Metrics.Counter changed;
    private final Metrics.Counter unknownProcesses;
    private final Metrics.Counter mountsUnread;
    private final Metrics.Counter devicesUnread;
    private final Metrics.Counter groupsLookedFor;
    private final Metrics.Counter filesLookedUp;
    private final Metrics.Gauge processes;
    private final Metrics.Gauge containers;
    private final Metrics.Gauge waiting;
    private final Metrics.Gauge pendingContainers;

    IdentityMetrics(Metrics metrics) {
        pending = metrics.counter(
                "vedette_identity_pending_events_total",
                "Events of a container that its runtime did not name in time",
                "reason");
        completed = metrics.counter(
                "vedette_identity_completed_total",
                "Containers that their runtime named after their events had gone out");
        changed = metrics.counter(
                "vedette_identity_changed_total", "Containers of which their runtime said that they are another");
        unknownProcesses = metrics.counter(
                "vedette_identity_unknown_processes_total",
                "Events of a process whose program is not known: its fork and exec were missed and it is gone");
        mountsUnread = metrics.counter(
                "vedette_identity_mounts_unread_total",
                "First programs of a container that ended before their mounts could be read");
        devicesUnread = metrics.counter(
                "vedette_identity_device_access_unread_total",
                "First programs of a container of which is not known what its control group lets it do with devices");
        groupsLookedFor = metrics.counter(
                "vedette_identity_group_lookups_total",
                "Times that the control groups were listed because the making of one was missed");
        filesLookedUp = metrics.counter(
                "vedette_identity_file_lookups_total",
                "Changed files that were looked up by name, because the kernel's hook knew no more",
                "result");
        processes = metrics.gauge("vedette_identity_processes", "Processes in the table");
        containers = metrics.gauge("vedette_identity_containers", "Containers in the registry, ended ones included");
        waiting = metrics.gauge("vedette_identity_waiting_events", "Events that wait for a runtime's word");
        pendingContainers = metrics.gauge(
                "vedette_identity_pending_containers", "Containers that their runtime has not named within the bound");
    }

    /** The pipeline thread only. */
    void sentPending(String reason) {
        pendingTallies.computeIfAbsent(reason, pending::with).increment();
    }

    void completed() {
        completed.increment();
    }

    void changed() {
        changed.increment();
    }

    void unknownProcess() {
        unknownProcesses.increment();
    }

    void groupLookedFor() {
        groupsLookedFor.increment();
    }

    void fileLookedUp(String result) {
        filesLookedUp.increment(result);
    }

    void mountsUnread() {
        mountsUnread.increment();
    }

    void devicesUnread() {
        devicesUnread.increment();
    }

    void sizes(int processesNow, int containersNow, int waitingNow, int pendingNow) {
        processes.set(processesNow);
        containers.set(containersNow);
        waiting.set(waitingNow);
        pendingContainers.set(pendingNow);
    }
}
