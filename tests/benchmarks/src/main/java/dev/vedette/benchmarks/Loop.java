package dev.vedette.benchmarks;

import java.util.Locale;

/** The loops of workload.c that are slowed down, with the operations of a round and the goals, 0 for none. */
enum Loop {
    EXEC("exec", 800, 1.03, 1.03),
    COMPILE("compile", 12, 1.02, 1.02),
    OPEN_HOT("open, one file", 300_000, 1.05, 1.15),
    OPEN_MANY("open, 5000 files", 200_000, 1.05, 0),
    OPEN_WRITE("open-write", 50_000, 1.05, 0),
    CONNECT("connect", 10_000, 1.05, 1.08),
    REDIS_LIKE("redis-like", 20_000, 1.05, 1.08),
    NGINX_LIKE("nginx-like", 10_000, 1.05, 1.10),
    GETPPID("getppid", 2_000_000, 1.35, 1.35);

    private final String title;
    private final long count;
    private final double goalOnNode;
    private final double goalInContainer;

    Loop(String title, long count, double goalOnNode, double goalInContainer) {
        this.title = title;
        this.count = count;
        this.goalOnNode = goalOnNode;
        this.goalInContainer = goalInContainer;
    }

    String title() {
        return title;
    }

    double goalOnNode() {
        return goalOnNode;
    }

    double goalInContainer() {
        return goalInContainer;
    }

    /** One round. */
    Workload.Timing run(Stage stage, Placement placement, double share) throws Exception {
        String program = name().toLowerCase(Locale.ROOT).replace('_', '-');
        return stage.workload().run(placement, program, Math.max(1, Math.round(count * share)));
    }
}
