package dev.vedette.sensor.response;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.ResponseOptions.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Gives a container less of the node, by its control groups.
 *
 * <p>Version 2: {@code cpu.max}, {@code io.max}, {@code memory.high}, {@code pids.max} (admin-guide/cgroup-v2.rst).
 * Version 1: {@code cpu.cfs_quota_us}, {@code blkio.throttle.*_bps_device}, {@code memory.soft_limit_in_bytes},
 * {@code pids.max}. Version 1 has nothing that slows a container down for its memory without killing it: its soft limit
 * only makes it the first to be reclaimed from when the node runs short. Thread-safe.
 *
 * @param limits the files that limits are written to
 */
record Throttle(LimitFiles limits) implements LastingStep {
    private static final String HOW = "control groups";
    private static final String WORDS = "words";

    @Override
    public Plan plan(Order order) throws IOException {
        String id = order.container().id();
        boolean usual = order.options().limits().equals(Limits.NONE);
        LimitFiles.Found found =
                limits.find(id, usual ? Limits.USUAL : order.options().limits());
        List<LimitSetting> settings = found.settings();
        if (settings.isEmpty()
                && new ContainerGroup(limits.root()).processesOf(id).isEmpty()) {
            throw new IOException("container " + id + " has no control group that could limit it; has it ended?");
        }
        // half of what somebody has asked for is not what was asked for
        if (settings.isEmpty() || (!usual && !found.missing().isEmpty())) {
            throw new NotOnThisNodeException(String.join("; ", found.missing()));
        }
        Map<String, String> kept = new LinkedHashMap<>();
        List<String> words = new ArrayList<>();
        for (int i = 0; i < settings.size(); i++) {
            settings.get(i).keep(kept, i);
            words.add(settings.get(i).words());
        }
        words.addAll(found.missing());
        kept.put(WORDS, String.join(", ", words));
        return new Plan(kept.get(WORDS), kept);
    }

    @Override
    public Effect apply(Container container, Map<String, String> plan) {
        List<LimitSetting> settings = LimitSetting.kept(plan);
        try {
            for (LimitSetting setting : settings) {
                setting.write(setting.wanted());
            }
            List<String> without = settings.stream()
                    .filter(setting -> !setting.holds())
                    .map(LimitSetting::words)
                    .toList();
            return without.isEmpty()
                    ? Effect.verified(HOW, plan.get(WORDS))
                    : Effect.withoutEffect(HOW, "not in force: " + String.join(", ", without));
        } catch (IOException e) {
            return Effect.failed(HOW, FileTrouble.in(e));
        }
    }

    @Override
    public Effect undo(Container container, Map<String, String> plan) {
        List<String> refused = new ArrayList<>();
        for (LimitSetting setting : LimitSetting.kept(plan)) {
            try {
                if (Files.exists(setting.file())) {
                    setting.write(setting.before());
                }
            } catch (IOException e) {
                refused.add(FileTrouble.in(e));
            }
        }
        return refused.isEmpty()
                ? Effect.verified(HOW, "the limits are as they were before")
                : Effect.failed(HOW, String.join("; ", refused));
    }

    @Override
    public boolean inForce(Container container, Map<String, String> plan) throws IOException {
        for (LimitSetting setting : LimitSetting.kept(plan)) {
            if (!Files.exists(setting.file())) {
                throw new IOException("the container has ended");
            }
            if (!setting.holds()) {
                return false;
            }
        }
        return true;
    }

    /** Of all limits together; empty if there is one of which nobody counts it. */
    @Override
    public OptionalLong hits(Map<String, String> plan) {
        long sum = 0;
        for (LimitSetting setting : LimitSetting.kept(plan)) {
            OptionalLong hits = setting.hits();
            if (hits.isEmpty()) {
                return OptionalLong.empty();
            }
            sum += hits.getAsLong();
        }
        return OptionalLong.of(sum);
    }

    static Throttle under(Path cgroups, Path blockDevices) {
        return new Throttle(new LimitFiles(cgroups, blockDevices));
    }
}
