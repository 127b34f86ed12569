package dev.vedette.sensor.demo.tour;

import dev.vedette.sensor.demo.runtime.RunningContainer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/** The attacks of the tour. All are harmless: files are opened for writing and not written, sockets are the pods' own. */
final class Attacks {
    private static final String DIR = DemoImage.SCRIPTS;

    /** How long the shop must have run before it is known what waiting is usual for it. */
    private static final Duration GETTING_KNOWN = Duration.ofSeconds(22);

    private final Stage stage;
    private ObedientContainer web;
    private ObedientContainer agent;
    private RunningContainer victim;
    private long victimSinceNanos;

    Attacks(Stage stage) {
        this.stage = stage;
    }

    List<Attack> all() {
        return List.of(
                Attack.of("An ordinary shop goes about its work", List.of(), this::startShop),
                Attack.of(
                        "A privileged pod starts, in the host's pid namespace and with the host's /etc",
                        List.of("VDT-1001", "VDT-1002", "VDT-1007"),
                        this::startPrivileged),
                Attack.of(
                        "Somebody opens a shell with a terminal in the shop",
                        List.of("VDT-3001"),
                        () -> stage.terminalSession(web.container(), "id")),
                Attack.of(
                        "The shop runs a program that is not of its image",
                        List.of("VDT-3004"),
                        () -> web.order("cp /bin/busybox /tmp/updater && /tmp/updater true")),
                Attack.of(
                        "The shop reads /etc/shadow",
                        List.of("VDT-3014"),
                        () -> web.order("cat /etc/shadow >/dev/null")),
                Attack.of(
                        "A server starts a shell for a request",
                        List.of("VDT-3002"),
                        () -> web.order("perl " + DIR + "/serve-a-shell.pl")),
                Attack.of(
                        "A program runs that never was a file: the container is paused, and resumed afterwards",
                        List.of("VDT-3005"),
                        () -> web.order("perl " + DIR + "/fileless.pl")),
                Attack.of(
                        "A reverse shell connects: the shell is killed",
                        List.of("VDT-3003"),
                        () -> web.order("perl " + DIR + "/reverse-shell.pl")),
                Attack.of(
                        "A build pod talks to the runtime's own socket",
                        List.of("VDT-1008", "VDT-2011"),
                        this::talkToRuntime),
                Attack.of(
                        "The privileged pod mounts a cgroup hierarchy and reaches for notify_on_release",
                        List.of("VDT-2004", "VDT-2001"),
                        () -> agent.order("mkdir -p /tmp/cg && mount -t cgroup -o pids none /tmp/cg"
                                + " && exec 3>>/tmp/cg/notify_on_release; umount /tmp/cg")),
                Attack.of(
                        "The privileged pod opens the kernel's core_pattern for writing",
                        List.of("VDT-2002"),
                        () -> agent.order("exec 3>>/proc/sys/kernel/core_pattern")),
                Attack.of(
                        "The privileged pod steps into the host's namespaces: it is stopped",
                        List.of("VDT-2006", "VDT-2017"),
                        () -> agent.order("nsenter -t " + stage.hostPid() + " -m -u -i -n true; sleep 1")),
                new Attack(
                        "A batch job takes the CPU from the shop",
                        List.of("VDT-4001"),
                        Duration.ofSeconds(30),
                        this::spin));
    }

    private void startShop() throws Exception {
        web = stage.obedient("shop", "web-1", UnaryOperator.identity(), UnaryOperator.identity());
        victim = stage.run(
                "shop", "checkout-1", UnaryOperator.identity(), UnaryOperator.identity(), "sh", DIR + "/tick.sh");
        victimSinceNanos = System.nanoTime();
        if (!victim.running()) {
            throw new IllegalStateException("the shop's checkout does not run");
        }
    }

    private void startPrivileged() {
        agent = stage.obedient(
                "ops",
                "agent-1",
                pod -> pod.hostPid().privileged(),
                container -> container.privileged().mount(Path.of("/etc"), "/host/etc", true));
    }

    private void talkToRuntime() throws Exception {
        ObedientContainer builder = stage.obedient(
                "ci",
                "builder-1",
                UnaryOperator.identity(),
                container -> container.mount(stage.runtimeSocket(), "/run/runtime.sock", false));
        builder.order("perl " + DIR + "/connect-unix.pl /run/runtime.sock");
    }

    private void spin() throws InterruptedException {
        long known = victimSinceNanos + GETTING_KNOWN.toNanos() - System.nanoTime();
        if (known > 0) {
            Thread.sleep(Duration.ofNanos(known));
        }
        stage.run(
                "batch", "crunch-1", UnaryOperator.identity(), UnaryOperator.identity(), "sh", DIR + "/spin.sh", "25");
    }
}
