package dev.vedette.tests.images;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vedette.cli.Vedette;
import dev.vedette.sensor.demo.runtime.ImageBuilder;
import dev.vedette.sensor.demo.runtime.PrivateContainerd;
import dev.vedette.tests.support.OnRealContainers;
import dev.vedette.tests.support.ShortFolder;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code vedette images} on a real containerd. */
@OnRealContainers
class ImagesCommandTest {
    private static final String POLICY = """
            apiVersion: vedette.dev/v1alpha1
            kind: Policy
            metadata: {name: images}
            spec:
              parameters:
                VDT-6001: {registries: [registry.example]}
                VDT-6002: {pinned: ["*"]}
            """;

    @TempDir
    Path folder;

    @Test
    void saysWhatRunsAndWhatIsFoundAndTellsByItsExitCode() throws Exception {
        Path policy = Files.writeString(folder.resolve("policy.yaml"), POLICY);
        try (ShortFolder home = ShortFolder.make();
                PrivateContainerd containerd = PrivateContainerd.start(home.resolve("c"))) {
            ImageBuilder.busybox(folder.resolve("image")).importInto(containerd);
            containerd
                    .pods()
                    .pod("shop", "web-1")
                    .run()
                    .container("main")
                    .command("sleep", "1000")
                    .run();
            String socket = containerd.endpoint().socket().toString();

            Output plain = run("images", "--runtime", socket, "--state", folder.toString());
            Output json = run(
                    "images",
                    "--runtime",
                    socket,
                    "--state",
                    folder.toString(),
                    "--policies",
                    policy.toString(),
                    "--format",
                    "json");

            assertThat(plain.text()).contains("shop/web-1/main", "localhost/vedette/demo:1", "1 images read");
            assertThat(json.code()).isEqualTo(1);
            JsonNode image =
                    new ObjectMapper().readTree(json.text()).path("images").path(0);
            assertThat(image.path("registry").asText()).isEqualTo("localhost");
            assertThat(image.path("digest").asText()).startsWith("sha256:");
            assertThat(image.path("signature").asText()).isEqualTo("not_asked");
            assertThat(image.path("findings").toString()).contains("VDT-6001", "VDT-6002");
            assertThat(folder.resolve("images.json")).doesNotExist();
        }
    }

    @Test
    void saysThatARuntimeDoesNotAnswer() {
        Output output = run("images", "--runtime", folder.resolve("absent.sock").toString());

        assertThat(output.code()).isEqualTo(2);
    }

    private record Output(int code, String text) {}

    private static Output run(String... arguments) {
        StringWriter text = new StringWriter();
        CommandLine line = Vedette.commandLine().setOut(new PrintWriter(text)).setErr(new PrintWriter(text));
        int code = line.execute(arguments);
        return new Output(code, text.toString());
    }
}
