package dev.vedette.benchmarks.noise;

import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/** The honest workloads: what runs on an ordinary node, agents of the node and a person's session among it. */
final class Corpus {
    /** Who PostgreSQL runs as, which refuses to run as root; any other user does. */
    private static final long NOBODY = 65_534;

    private Corpus() {}

    /** @param podLogs the folder of the node below which the pods' logs lie */
    static List<Workload> all(Path podLogs) {
        return List.of(
                Workload.of("nginx").probe("curl", "-sf", "http://127.0.0.1:8080/numbers.txt"),
                Workload.of("haproxy").probe("sh", "-c", "curl -sf http://127.0.0.1:8080/ >/dev/null"),
                Workload.of("redis")
                        .beside("redis-client")
                        .uid(NOBODY)
                        .volumes("/data")
                        .probe("redis-cli", "ping"),
                Workload.of("postgres")
                        .init("postgres-init")
                        .beside("postgres-client")
                        .uid(NOBODY)
                        .volumes("/data", "/backup")
                        .probe("pg_isready", "-h", "127.0.0.1"),
                Workload.of("memcached"),
                Workload.of("python")
                        .probe("python3", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000')"),
                Workload.of("node").probe("sh", "-c", "curl -sf http://127.0.0.1:3000/health | grep -q health"),
                Workload.of("jvm"),
                Workload.of("php"),
                Workload.of("build").job(),
                Workload.of("packages").init("packages-init").volumes("/srv"),
                Workload.of("cron"),
                Workload.of("backup")
                        .beside("backup-data")
                        .volumes("/data", "/backup")
                        .job(),
                Workload.of("node-exporter")
                        .given(
                                pod -> pod.hostNetwork().hostPid(),
                                container -> container.mount(Path.of("/"), "/host", true)),
                Workload.of("network-agent")
                        .given(pod -> pod.hostNetwork(), container -> container.addCapability("NET_ADMIN")),
                Workload.of("dns"),
                Workload.of("git-server"),
                Workload.of("log-shipper")
                        .given(UnaryOperator.identity(), container -> container.mount(podLogs, "/var/log/pods", true)),
                Workload.of("batch").job(),
                Workload.of("volume").init("volume-init").volumes("/data"),
                Workload.of("crash-loop").job());
    }
}
