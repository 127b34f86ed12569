package dev.vedette.sensor.images;

import static dev.vedette.sensor.images.WatchedNode.list;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.vedette.policy.admitted.AccessJson;
import dev.vedette.policy.admitted.AdmissionSeal;
import dev.vedette.policy.admitted.AdmittedJson;
import dev.vedette.policy.admitted.ManifestAdmission;
import dev.vedette.policy.model.AccessRequested;
import dev.vedette.policy.model.AdmittedPod;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Severity;
import dev.vedette.sensor.demo.runtime.PodRequest;
import dev.vedette.sensor.demo.runtime.RunningContainer;
import dev.vedette.sensor.demo.runtime.Skopeo.SigningKey;
import dev.vedette.sensor.images.store.ImageStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** VDT-6001 to 6010 on a real containerd whose images come from a real registry. */
@Timeout(300)
class ImageWatchTest {
    private static Path folder;
    private static WatchedNode node;

    /** Not a folder of JUnit's: its path is too long for a socket. */
    @BeforeAll
    static void start() throws Exception {
        folder = Files.createTempDirectory("vedette-images");
        node = new WatchedNode(folder);
    }

    @AfterAll
    static void stop() throws Exception {
        if (node != null) {
            node.close();
        }
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @AfterEach
    void askNothingMore() {
        node.policy();
        node.containerd().pods().removeAll();
    }

    @Test
    void findsAnUnsignedImageAndIsSilentOnASignedOne() throws Exception {
        SigningKey key = node.skopeo().makeKey("ours");
        node.policy(list("VDT-6003", "keys", key.publicKey().toString()), list("VDT-6002", "pinned", "*"));
        node.skopeo().push(node.registry(), "trust:signed", "signed", Optional.of(key));
        node.skopeo().push(node.registry(), "trust:unsigned", "unsigned", Optional.empty());

        RunningContainer signed = node.runs("trust:signed");
        RunningContainer unsigned = node.runs("trust:unsigned");

        assertThat(node.found(unsigned, "VDT-6003").severity()).isEqualTo(Severity.HIGH);
        node.found(signed, "VDT-6002");
        assertThat(node.findings(signed, "VDT-6003")).isEmpty();
    }

    @Test
    void findsATagThatWasMovedAndTellsTheOlderContainerOfIt() throws Exception {
        node.skopeo().push(node.registry(), "moving:1", "before", Optional.empty());
        node.policy(list("VDT-6002", "pinned", "*"));
        RunningContainer first = node.runs("moving:1");
        node.found(first, "VDT-6002");

        String after = node.skopeo().push(node.registry(), "moving:1", "after", Optional.empty());
        RunningContainer second = node.runs("moving:1");

        Finding moved = node.await(
                "the moved tag",
                finding -> finding.container().id().equals(second.id()) && finding.severity() == Severity.HIGH);
        assertThat(moved.evidence()).containsEntry("means now", after);
        node.policy(list("VDT-6009", "newer-for", "0m"));
        assertThat(node.found(first, "VDT-6009").evidence()).containsEntry("newer", after);
        assertThat(node.findings(first, "VDT-6002"))
                .extracting(Finding::severity)
                .containsOnly(Severity.LOW);
    }

    @Test
    void findsAnImagePutIntoTheStoreUnderAnothersName() throws Exception {
        String name = node.registry().host() + "/poisoned:1";
        node.skopeo().push(node.registry(), "poisoned:1", "honest", Optional.empty());
        node.policy(list("VDT-6002", "pinned", "*"));
        node.found(node.runs("poisoned:1"), "VDT-6002");

        ctr("--namespace", "k8s.io", "images", "tag", "--force", "localhost/vedette/demo:1", name);
        RunningContainer victim = node.containerd()
                .pods()
                .pod("shop", "victim")
                .run()
                .container("main")
                .image(name)
                .command("sleep", "1000")
                .run();

        node.await(
                "the poisoned name",
                finding -> finding.ruleId().equals("VDT-6002")
                        && finding.container().id().equals(victim.id())
                        && finding.severity() == Severity.HIGH);
        node.await(
                "the image that was put in",
                finding -> finding.ruleId().equals("VDT-6007")
                        && finding.evidence().get("image").equals(name));
    }

    @Test
    void findsARegistryThatIsNotAllowed() throws Exception {
        node.skopeo().push(node.registry(), "anywhere:1", "anywhere", Optional.empty());
        node.policy(list("VDT-6001", "registries", "registry.example", "127.0.0.1"));

        assertThat(node.found(node.runs("anywhere:1"), "VDT-6001").evidence())
                .containsEntry("registry", node.registry().host());
    }

    @Test
    void findsAMirrorThatIsNotAllowedAndOneWithoutTls() throws Exception {
        node.skopeo().push(node.registry(), "mirrored:1", "mirrored", Optional.empty());
        node.policy(list("VDT-6001", "registries", node.registry().host()));

        assertThat(node.found(node.runs("mirrored:1"), "VDT-6001").evidence())
                .containsEntry("asked in its place", "mirror.example:5000");
        assertThat(node.await("the mirror", finding -> finding.ruleId().equals("VDT-6004"))
                        .message())
                .contains("http://mirror.example:5000");
    }

    @Test
    void findsADeniedImageByItsIndexAfterRepackingAndByItsLayers() throws Exception {
        String denied = node.skopeo().push(node.registry(), "bad:1", "bad", Optional.empty());
        try (RegistryPush push = new RegistryPush(node.registry().host(), "bad")) {
            push.indexed(denied, "index");
            push.repacked(denied, "repacked");
            push.withCreated(denied, "2020-01-01T00:00:00Z", "rebuilt");
        }
        node.policy(list("VDT-6005", "digests", denied));

        assertThat(node.found(node.runs("bad:1"), "VDT-6005").severity()).isEqualTo(Severity.CRITICAL);
        for (String tag : List.of("bad:index", "bad:repacked", "bad:rebuilt")) {
            assertThat(node.found(node.runs(tag), "VDT-6005").evidence())
                    .as(tag)
                    .containsEntry("listed as", denied);
        }
    }

    @Test
    void findsOldImagesAndLayersThatAreNotEncrypted() throws Exception {
        String digest = node.skopeo().push(node.registry(), "old:now", "old", Optional.empty());
        try (RegistryPush push = new RegistryPush(node.registry().host(), "old")) {
            push.withCreated(digest, Instant.now().minus(100, ChronoUnit.DAYS).toString(), "1");
        }
        node.policy(
                list("VDT-6009", "older-than", "90d"),
                list("VDT-6010", "images", node.registry().host() + "/old"));

        RunningContainer old = node.runs("old:1");

        assertThat(node.found(old, "VDT-6009").evidence()).containsEntry("days", "100");
        assertThat(node.found(old, "VDT-6010").evidence())
                .containsEntry("layers", "1")
                .containsEntry("encrypted", "0");
    }

    /** The node has no key: it has unpacked the same content from the plain image before. */
    @Test
    void tellsAnImageWithEncryptedLayersFromThePlainOneOfTheSameContent() throws Exception {
        var unused = node.skopeo().push(node.registry(), "sealed:plain", "sealed", Optional.empty());
        node.skopeo().encrypt(node.registry(), "sealed:plain", "sealed:1");
        node.policy(list("VDT-6010", "images", node.registry().host() + "/sealed"), list("VDT-6002", "pinned", "*"));

        RunningContainer plain = node.runs("sealed:plain");
        RunningContainer sealed = node.runs("sealed:1");

        assertThat(node.found(plain, "VDT-6010").evidence()).containsEntry("encrypted", "0");
        node.found(sealed, "VDT-6002");
        assertThat(node.findings(sealed, "VDT-6010")).isEmpty();
        assertThat(new ImageStore(node.containerd().client())
                        .image(node.registry().host() + "/sealed:1")
                        .orElseThrow()
                        .encryptedLayers())
                .isEqualTo(1);
    }

    @Test
    void findsContainersMadeBesideKubernetesAndAmongItsOwn() throws Exception {
        RunningContainer honest = node.containerd()
                .pods()
                .pod("shop", "honest")
                .run()
                .container("main")
                .command("sleep", "1000")
                .run();
        String tar = folder.resolve("image/image.tar").toString();
        ctr("--namespace", "sideways", "images", "import", tar);
        run("sideways", "beside-1");
        run("k8s.io", "among-1");
        try {
            Finding foreign = node.await("the foreign namespace", finding -> isMade(finding, "beside-1"));
            Finding among = node.await("the one among pods", finding -> isMade(finding, "among-1"));

            assertThat(foreign.severity()).isEqualTo(Severity.HIGH);
            assertThat(foreign.evidence()).containsEntry("kept in", "sideways");
            assertThat(among.evidence()).containsEntry("way", "among pods");
            assertThat(node.findings(honest, "VDT-6007")).isEmpty();
        } finally {
            end("sideways", "beside-1");
            end("k8s.io", "among-1");
        }
    }

    @Test
    void findsContainersThatAdmissionNeverSaw() throws Exception {
        var older = node.containerd().pods().pod("shop", "older").run();
        older.container("main").command("sleep", "1000").run();
        Thread.sleep(10); // the records begin after it
        Files.writeString(node.admissions(), "{\"began\":" + System.currentTimeMillis() + "}\n");
        try {
            var admitted = ofApi("admitted", Map.of()).run();
            admit("admitted", admitted.uid(), "main", "other");
            RunningContainer known =
                    admitted.container("main").command("sleep", "1000").run();
            RunningContainer changed = admitted.container("other")
                    .image("localhost/vedette/pause:1")
                    .command("sleep", "1000")
                    .run();
            RunningContainer added =
                    admitted.container("added").command("sleep", "1000").run();
            RunningContainer smuggled = ofApi("smuggled", Map.of())
                    .run()
                    .container("main")
                    .command("sleep", "1000")
                    .run();
            RunningContainer byClient = node.containerd()
                    .pods()
                    .pod("shop", "by-client")
                    .run()
                    .container("main")
                    .command("sleep", "1000")
                    .run();
            RunningContainer ofFile = node.containerd()
                    .pods()
                    .pod("shop", "of-file")
                    .annotation("kubernetes.io/config.source", "file")
                    .run()
                    .container("main")
                    .command("sleep", "1000")
                    .run();

            askedFor("admitted", "other", System.currentTimeMillis());
            askedFor("elsewhere", "main", System.currentTimeMillis());
            askedFor("admitted", "main", 1);

            assertThat(node.found(added, "VDT-6006").evidence()).containsEntry("why", "container unknown");
            assertThat(node.found(changed, "VDT-1024").evidence())
                    .containsEntry("user", "jane")
                    .containsEntry("way", "exec");
            assertThat(node.findings(known, "VDT-1024")).isEmpty();
            assertThat(node.found(byClient, "VDT-6007").evidence()).containsEntry("way", "through cri");
            assertThat(node.findings(byClient, "VDT-6006")).isEmpty();
            assertThat(node.found(smuggled, "VDT-6006").evidence()).containsEntry("why", "pod unknown");
            assertThat(node.found(changed, "VDT-6006").evidence()).containsEntry("why", "image unknown");
            assertThat(node.found(ofFile, "VDT-6006").evidence()).containsEntry("why", "static pod");
            node.await(
                    "the older pod",
                    finding -> finding.ruleId().equals("VDT-6006")
                            && finding.severity() == Severity.INFO
                            && finding.message().startsWith("1 pods"));
            assertThat(node.findings(known, "VDT-6006")).isEmpty();
        } finally {
            Files.deleteIfExists(node.admissions());
        }
    }

    @Test
    void knowsWhatTravelledWithThePodItself() throws Exception {
        String seal = AdmissionSeal.seal(manifest("sealed", "", "main"), node.sealer())
                .orElseThrow();
        RunningContainer known = ofApi("sealed", Map.of(AdmissionSeal.ANNOTATION, seal))
                .run()
                .container("main")
                .command("sleep", "1000")
                .run();
        RunningContainer copied = ofApi("copied", Map.of(AdmissionSeal.ANNOTATION, seal))
                .run()
                .container("main")
                .command("sleep", "1000")
                .run();
        String broken = seal.substring(0, seal.length() - 8) + "AAAAAAAA";
        RunningContainer forged = ofApi("forged", Map.of(AdmissionSeal.ANNOTATION, broken))
                .run()
                .container("main")
                .command("sleep", "1000")
                .run();
        Files.writeString(node.admissions(), "{\"began\":1}\n");
        try {
            assertThat(node.found(copied, "VDT-6006").evidence()).containsEntry("why", "pod unknown");
            assertThat(node.found(forged, "VDT-6006").evidence()).containsEntry("why", "pod unknown");
            assertThat(node.findings(known, "VDT-6006")).isEmpty();
        } finally {
            Files.deleteIfExists(node.admissions());
        }
    }

    /** As a kubelet makes it from what the API server has. */
    private static PodRequest ofApi(String name, Map<String, String> annotations) {
        PodRequest pod = node.containerd().pods().pod("shop", name).annotation("kubernetes.io/config.source", "api");
        annotations.forEach(pod::annotation);
        return pod;
    }

    private static void admit(String name, String uid, String... containers) throws Exception {
        Files.writeString(
                node.admissions(),
                AdmittedJson.write(manifest(name, uid, containers)) + "\n",
                java.nio.file.StandardOpenOption.APPEND);
    }

    private static void askedFor(String pod, String container, long atMillis) throws Exception {
        Container named = new Container(
                "",
                container,
                "",
                "",
                "",
                new Container.Pod("shop", pod, "", pod, Map.of()),
                java.util.Set.of(),
                0,
                Container.Identity.KNOWN);
        AccessRequested asked = new AccessRequested(
                named, AccessRequested.Way.EXEC, "jane", List.of(), "id", false, atMillis * 1_000_000);
        Files.writeString(node.admissions(), AccessJson.write(asked) + "\n", java.nio.file.StandardOpenOption.APPEND);
    }

    private static AdmittedPod manifest(String name, String uid, String... containers) throws Exception {
        String all = java.util.Arrays.stream(containers)
                .map("{\"name\":\"%s\",\"image\":\"localhost/vedette/demo:1\"}"::formatted)
                .collect(java.util.stream.Collectors.joining(","));
        return ManifestAdmission.of(
                new JsonMapper()
                        .readTree("{\"metadata\":{\"name\":\"%s\",\"uid\":\"%s\"},\"spec\":{\"containers\":[%s]}}"
                                .formatted(name, uid, all)),
                "shop",
                System.currentTimeMillis());
    }

    private static boolean isMade(Finding finding, String id) {
        return finding.ruleId().equals("VDT-6007") && finding.container().id().equals(id);
    }

    private static void run(String namespace, String id) throws Exception {
        ctr("--namespace", namespace, "run", "--detach", "--null-io", "localhost/vedette/demo:1", id, "sleep", "1000");
    }

    private static void end(String namespace, String id) throws Exception {
        ctr("--namespace", namespace, "tasks", "delete", "--force", id);
        ctr("--namespace", namespace, "containers", "delete", id);
    }

    private static void ctr(String... arguments) throws Exception {
        List<String> command = new java.util.ArrayList<>(List.of(
                node.programs().ctr().toString(),
                "--address",
                node.containerd().endpoint().socket().toString()));
        command.addAll(List.of(arguments));
        Path log = Files.createTempFile("ctr", ".log");
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
            Process process = builder.start();
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue()).as(Files.readString(log)).isZero();
        } finally {
            Files.delete(log);
        }
    }
}
