package dev.vedette.tests.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The sensor's own loader on old and new kernels: what attaches, and whether each rung tells the same. */
@EnabledIfEnvironmentVariable(
        named = "VEDETTE_KERNELS",
        matches = ".+",
        disabledReason = "no kernels to boot: './vedette test' fetches them")
class RungsTest {
    /** The names that the programs of deeds have. */
    private static final Set<String> DOERS = Set.of("deeds", "nothing", "script", "fileless", "kworker/0:1");

    private static final List<String> RUNGS = List.of("LSM", "FENTRY", "TRACEPOINT");

    /** The kernel opens what is swapped to itself (swapon, mm/swapfile.c), in no call that opens. */
    private static final List<String> OPENED_BY_THE_KERNEL = List.of(
            "swapon: not told by TRACEPOINT: FileOpenRecord shadow ",
            "surface32: not told by TRACEPOINT: FileOpenRecord shadow ");

    /** Before 6.2 the hook of truncate(2) is asked for openings that truncate, too (handle_truncate, fs/namei.c). */
    private static final String TRUNCATED_TWICE = "map_shared_writable: not told by TRACEPOINT: FileChangeRecord text ";

    @ParameterizedTest
    @MethodSource("dev.vedette.tests.kernels.GuestReport#kernels")
    void tellsTheSameOnEveryRungAndRefusesWhatIsDenied(String kernel) throws Exception {
        GuestReport report = GuestReport.ofAllRungs(kernel);

        assertThat(report.refused()).as("programs that %s refused", kernel).isEmpty();
        assertThat(report.all("malformed")).isEmpty();
        List<String> differences = differences(report, Essence.amongUpperRungs(), List.of("LSM", "FENTRY"));
        assertThat(differences).as("between the upper rungs of %s", kernel).isEmpty();
        differences = differences(report, Essence.amongAllRungs(), RUNGS);
        List<String> known = new ArrayList<>(OPENED_BY_THE_KERNEL);
        if (kernel.equals("6.1")) {
            known.add(TRUNCATED_TWICE);
        }
        assertThat(differences)
                .as("between all rungs of %s", kernel)
                .hasSameSizeAs(known)
                .allMatch(difference -> known.stream().anyMatch(difference::startsWith));
        assertThat(Denials.wrong(report.lines(), true)).isEmpty();
    }

    /**
     * What the kernel itself lists. One tracepoint of any call, or a program at all of them, sends every call of every
     * task the slow way.
     */
    @ParameterizedTest
    @MethodSource("dev.vedette.tests.kernels.GuestReport#kernels")
    void onlyTheLastRungHangsOnTracepointsOfCalls(String kernel) throws Exception {
        GuestReport report = GuestReport.ofAllRungs(kernel);

        assertThat(ofCalls(report, "TRACEPOINT"))
                .anyMatch(hook -> hook.matches(".* tracepoint +sys_exit_openat"))
                .anyMatch(hook -> hook.matches(".* raw_tracepoint +sys_enter"));
        for (String rung : List.of("LSM", "FENTRY")) {
            assertThat(hooks(report, rung)).as("hooks of %s", rung).anyMatch(hook -> hook.endsWith("task_rename"));
            assertThat(ofCalls(report, rung)).as("hooks of %s", rung).isEmpty();
        }
    }

    private static List<String> ofCalls(GuestReport report, String highest) {
        return hooks(report, highest).stream()
                .filter(hook -> hook.contains(" sys_enter") || hook.contains(" sys_exit"))
                .toList();
    }

    private static List<String> hooks(GuestReport report, String highest) {
        return report.all("hooks")
                .filter(line -> line.path("highest").asText().equals(highest))
                .flatMap(line -> line.path("ofThisProcess").valueStream())
                .map(JsonNode::asText)
                .toList();
    }

    /** Of what had no hook above tracepoints before, of the same by calls of the 32-bit table, and of what is counted. */
    private static final Map<String, String> RARE_DEEDS = Map.ofEntries(
            Map.entry("add_key", "KeyRecord"),
            Map.entry("keyctl", "KeyRecord"),
            Map.entry("request_key", "KeyRecord"),
            Map.entry("keys32", "KeyRecord"),
            Map.entry("userfaultfd", "SurfaceRecord"),
            Map.entry("perf_event_open", "SurfaceRecord"),
            Map.entry("memfd_create", "SurfaceRecord"),
            Map.entry("memfd_create32", "SurfaceRecord"),
            Map.entry("syslog", "SurfaceRecord"),
            Map.entry("fanotify_init", "SurfaceRecord"),
            Map.entry("swapon", "SurfaceRecord"),
            Map.entry("kexec_load", "SurfaceRecord"),
            Map.entry("kexec_file_load", "SurfaceRecord"),
            Map.entry("seccomp", "SurfaceRecord"),
            Map.entry("open_by_handle", "SurfaceRecord"),
            Map.entry("open_by_handle32", "SurfaceRecord"),
            Map.entry("surface32", "SurfaceRecord"),
            Map.entry("destroy", "DestructionRecord"),
            Map.entry("poke", "ProcessAccessRecord"),
            Map.entry("poke32", "ProcessAccessRecord"),
            Map.entry("vmsplice", "TransferRecord"),
            Map.entry("vmsplice32", "TransferRecord"),
            Map.entry("mount_by_descriptors", "MountRecord"),
            Map.entry("open_tree", "MountRecord"),
            Map.entry("open_tree32", "MountRecord"),
            Map.entry("bind32", "SocketRecord"));

    @ParameterizedTest
    @MethodSource("dev.vedette.tests.kernels.GuestReport#kernels")
    void everyRungTellsWhatIsRare(String kernel) throws Exception {
        GuestReport report = GuestReport.ofAllRungs(kernel);
        Set<String> told = report.all("record")
                .map(line ->
                        line.path("highest").asText() + " " + line.path("deed").asText() + " "
                                + line.path("record").path("is").asText())
                .collect(Collectors.toSet());

        for (String rung : RUNGS) {
            RARE_DEEDS.forEach((deed, kind) -> assertThat(told).contains(rung + " " + deed + " " + kind));
            if (kernel.equals("newest")) { // since 6.15
                assertThat(told)
                        .contains(rung + " open_tree_attr MountRecord", rung + " open_tree_attr_in_place MountRecord");
            }
        }
    }

    /** Other deeds destroy files as well: of what is told last most is this one's. */
    @ParameterizedTest
    @MethodSource("dev.vedette.tests.kernels.GuestReport#kernels")
    void upperRungsCountForeignFilesOnly(String kernel) throws Exception {
        GuestReport report = GuestReport.ofAllRungs(kernel);

        for (String rung : List.of("LSM", "FENTRY")) {
            JsonNode told = report.all("record")
                    .filter(line -> line.path("highest").asText().equals(rung)
                            && line.path("deed").asText().equals("destroy"))
                    .map(line -> line.path("record"))
                    .filter(one -> one.path("is").asText().equals("DestructionRecord"))
                    .reduce((earlier, later) -> later)
                    .orElseThrow();
            assertThat(told.path("unsure").asInt()).as("%s", told).isZero();
            assertThat(List.of("removed", "renamed", "emptied", "rewritten"))
                    .as("%s", told)
                    .allMatch(way -> told.path(way).asInt() >= 12);
            assertThat(told.path("last").path("path").asText()).contains("/foreign");
        }
    }

    @Test
    void noFieldIsLeftOutThatNeedNotBe() throws Exception {
        GuestReport report = GuestReport.ofAllRungs("6.12");

        assertThat(Essence.amongAllRungs().eachStricter())
                .allSatisfy((_, stricter) ->
                        assertThat(differences(report, stricter, RUNGS)).isNotEmpty());
    }

    @ParameterizedTest
    @MethodSource("dev.vedette.tests.kernels.GuestReport#kernels")
    void standsOnFunctionsWhereSecurityHooksAreOffAlsoWithBothVersionsOfControlGroups(String kernel) throws Exception {
        GuestReport report = GuestReport.of(
                kernel, "off-" + kernel, Machine.WITHOUT_BPF + "vedette.cgroups=hybrid vedette.plays=denials ", "LSM");

        assertThat(report.all("fact").map(fact -> fact.path("fact").path("rung").asText()))
                .contains("FENTRY", "TRACEPOINT")
                .doesNotContain("LSM");
        assertThat(fact(report, "file_open").path("why").asText()).contains("add bpf to its lsm=");
        assertThat(Denials.wrong(report.lines(), false)).isEmpty();
    }

    @Test
    void saysWhatIsMissingWithoutTheKernelsTypes() throws Exception {
        GuestReport report = GuestReport.of("6.12", "types", Machine.WITH_BPF + "vedette.types=hidden ", "LSM");
        assertThat(report.all("unavailable").map(line -> line.path("why").asText()))
                .singleElement()
                .asString()
                .contains("/sys/kernel/btf/vmlinux", "CONFIG_DEBUG_INFO_BTF");
    }

    @Test
    void saysWhatLockdownForbids() throws Exception {
        GuestReport report = GuestReport.of("6.12", "lockdown", Machine.WITH_BPF + "lockdown=confidentiality ", "LSM");
        assertThat(report.all("unavailable").map(line -> line.path("why").asText()))
                .singleElement()
                .asString()
                .contains("lockdown");
    }

    private static JsonNode fact(GuestReport report, String name) {
        return report.all("fact")
                .map(line -> line.path("fact"))
                .filter(fact -> fact.path("fact").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> differences(GuestReport report, Essence essence, List<String> rungs) {
        Map<String, Map<String, Set<String>>> told = told(report, essence);
        assertThat(told).isNotEmpty();
        List<String> differences = new ArrayList<>();
        told.forEach((deed, byRung) -> {
            Set<String> everything = new TreeSet<>();
            rungs.forEach(rung -> everything.addAll(byRung.getOrDefault(rung, Set.of())));
            for (String rung : rungs) {
                Set<String> missing = new TreeSet<>(everything);
                missing.removeAll(byRung.getOrDefault(rung, Set.of()));
                missing.forEach(one -> differences.add(deed + ": not told by " + rung + ": " + one));
            }
        });
        return differences;
    }

    /** By deed and rung. */
    private static Map<String, Map<String, Set<String>>> told(GuestReport report, Essence essence) {
        Map<String, Map<String, Set<String>>> told = new TreeMap<>();
        Set<Integer> usedBeside = capabilitiesUsedBeside(report);
        report.all("record")
                .filter(line -> !line.path("deed").asText().equals("between"))
                .filter(line -> !usedBeside.contains(capability(line)))
                .filter(line -> DOERS.contains(
                        line.path("record").path("header").path("comm").asText()))
                .forEach(line -> essence.of(line.path("record"))
                        .ifPresent(one -> told.computeIfAbsent(line.path("deed").asText(), _ -> new TreeMap<>())
                                .computeIfAbsent(line.path("highest").asText(), _ -> new TreeSet<>())
                                .add(one)));
        return told;
    }

    /** A capability is told once of a group: where others of the guest's group used it first, it is told of no deed. */
    private static Set<Integer> capabilitiesUsedBeside(GuestReport report) {
        return report.all("record")
                .filter(line -> line.path("deed").asText().equals("between"))
                .map(RungsTest::capability)
                .filter(capability -> capability >= 0)
                .collect(Collectors.toSet());
    }

    /** -1 for other records. */
    private static int capability(JsonNode line) {
        return line.path("record").path("is").asText().equals("CapabilityRecord")
                ? line.path("record").path("capability").asInt()
                : -1;
    }
}
