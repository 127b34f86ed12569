package dev.vedette.tests.images;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vedette.cli.Vedette;
import dev.vedette.sensor.demo.runtime.ContainerdPrograms;
import dev.vedette.sensor.demo.runtime.ImageBuilder;
import dev.vedette.sensor.demo.runtime.LoopbackCertificate;
import dev.vedette.sensor.demo.runtime.PrivateContainerd;
import dev.vedette.sensor.demo.runtime.PrivateRegistry;
import dev.vedette.sensor.demo.runtime.PrivateRegistry.Protection;
import dev.vedette.sensor.demo.runtime.Skopeo;
import dev.vedette.sensor.demo.runtime.Skopeo.SigningKey;
import dev.vedette.sensor.demo.runtime.TokenAuthority;
import dev.vedette.tests.support.OnRealContainers;
import dev.vedette.tests.support.ShortFolder;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code vedette images} where the registry wants a token, and all of it is encrypted on the way. */
@OnRealContainers
class RegistryByTokenTest {
    private static final String LOGIN = "reader:secret-word";

    @TempDir
    Path folder;

    @Test
    void verifiesTheSignatureOfWhatRunsWithTheLoginOfThePolicy() throws Exception {
        JsonNode image = look(LOGIN);

        assertThat(image.path("signature").asText()).isEqualTo("valid");
        assertThat(image.path("findings").toString()).doesNotContain("VDT-6003");
    }

    @Test
    void saysThatNobodyKnowsWhereTheLoginIsRefused() throws Exception {
        JsonNode image = look("reader:a-guess");

        assertThat(image.path("signature").asText()).isEqualTo("not_known");
        assertThat(image.path("findings").toString()).contains("VDT-6003");
    }

    private JsonNode look(String login) throws Exception {
        LoopbackCertificate pair = LoopbackCertificate.make(folder.resolve("tls"));
        try (ShortFolder home = ShortFolder.make();
                TokenAuthority authority = TokenAuthority.start(pair, LOGIN);
                PrivateRegistry registry =
                        PrivateRegistry.start(folder.resolve("registry"), Protection.tokens(pair, authority));
                PrivateContainerd containerd = PrivateContainerd.start(home.resolve("c"))) {
            ImageBuilder.busybox(folder.resolve("image")).importInto(containerd);
            Skopeo skopeo = new Skopeo(folder.resolve("skopeo"), pair, LOGIN);
            SigningKey key = skopeo.makeKey("ours");
            var unused = skopeo.push(registry, "team/app:1", "locked", Optional.of(key));
            String reference = registry.host() + "/team/app:1";
            pull(containerd, reference);
            containerd
                    .pods()
                    .pod("shop", "web-1")
                    .run()
                    .container("main")
                    .image(reference)
                    .command("sleep", "1000")
                    .run();
            return images(containerd, policy(key, pair, credentials(registry, login)));
        }
    }

    private JsonNode images(PrivateContainerd containerd, Path policy) throws Exception {
        StringWriter text = new StringWriter();
        Vedette.commandLine()
                .setOut(new PrintWriter(text))
                .setErr(new PrintWriter(text))
                .execute(
                        "images",
                        "--runtime",
                        containerd.endpoint().socket().toString(),
                        "--state",
                        folder.toString(),
                        "--policies",
                        policy.toString(),
                        "--format",
                        "json");
        assertThat(text.toString()).doesNotContain("secret-word", "a-guess");
        return new ObjectMapper().readTree(text.toString()).path("images").path(0);
    }

    /** By containerd's own client, which does not look at our certificate. */
    private void pull(PrivateContainerd containerd, String reference) throws Exception {
        Path log = folder.resolve("pull.log");
        Process pull = new ProcessBuilder(
                        ContainerdPrograms.find().orElseThrow().ctr().toString(),
                        "--address",
                        containerd.endpoint().socket().toString(),
                        "--namespace",
                        "k8s.io",
                        "images",
                        "pull",
                        "--skip-verify",
                        "--user",
                        LOGIN,
                        reference)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(pull.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(pull.exitValue()).as(Files.readString(log)).isZero();
    }

    private Path credentials(PrivateRegistry registry, String login) throws Exception {
        return Files.writeString(
                folder.resolve("config.json"),
                "{\"auths\": {\"" + registry.host() + "\": {\"auth\": \""
                        + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)) + "\"}}}");
    }

    private Path policy(SigningKey key, LoopbackCertificate pair, Path credentials) throws Exception {
        return Files.writeString(
                folder.resolve("policy.yaml"), """
                apiVersion: vedette.dev/v1alpha1
                kind: Policy
                metadata: {name: images}
                spec:
                  parameters:
                    VDT-6003:
                      keys: [%s]
                      registry-ca: [%s]
                      credentials: [%s]
                """.formatted(key.publicKey(), pair.certificate(), credentials));
    }
}
