package dev.vedette.tests.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vedette.cli.Vedette;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** The chart passes to the program what the program takes. */
class ChartArgumentsTest {
    private static final Map<String, String> EVERYTHING = Map.ofEntries(
            Map.entry("policies.house\\.yaml", "kind: Policy"),
            Map.entry("bundles.files[0]", "my-rules.jar"),
            Map.entry("bundles.configMap", "my-rules"),
            Map.entry("bundles.key", "-----BEGIN PUBLIC KEY-----"),
            Map.entry("sensor.response.enabled", "true"),
            Map.entry("sensor.clusterPolicies.enabled", "true"),
            Map.entry("sensor.metricsToken.existingSecret", "metrics"),
            Map.entry("sensor.kafka.bootstrapServers", "broker-1:9092,broker-2:9092"),
            Map.entry("webhook.kafka.bootstrapServers", "broker-1:9092"),
            Map.entry("webhook.clientCa", ChartSealTest.CLIENT_CA),
            Map.entry("webhook.seal.enabled", "true"),
            Map.entry("webhook.failurePolicy", "Fail"),
            Map.entry("webhook.podSecurity.enabled", "true"),
            Map.entry("webhook.podSecurity.enforce", "baseline:v1.33"),
            Map.entry("webhook.podSecurity.exemptions.namespaces[0]", "lab"),
            Map.entry("webhook.podSecurity.exemptions.users[0]", "system:serviceaccount:lab:builder"),
            Map.entry("webhook.podSecurity.exemptions.runtimeClasses[0]", "kata"),
            Map.entry("webhook.mode", "enforce"),
            Map.entry("webhook.denyAt", "critical"));

    static Stream<Map<String, String>> installations() {
        return Stream.of(Map.of(), EVERYTHING, Map.of("console.enabled", "false"));
    }

    @ParameterizedTest
    @MethodSource("installations")
    void everyContainerStartsACommandWithOptionsThatItKnowsAndAllThatItNeeds(Map<String, String> values) {
        List<List<String>> commands = commands(values);

        assertThat(commands).isNotEmpty();
        for (List<String> arguments : commands) {
            assertThatCode(() -> parse(arguments)).as(arguments.toString()).doesNotThrowAnyException();
            assertThat(parse(arguments).hasSubcommand())
                    .as(arguments.toString())
                    .isTrue();
        }
    }

    @Test
    void eachPartOfTheChartIsACommandOfItsOwn() {
        assertThat(commands(Map.of()).stream().map(List::getFirst))
                .containsExactlyInAnyOrder("sensor", "console", "webhook");
    }

    @ParameterizedTest
    @MethodSource("installations")
    void portsOfContainersAreThoseThatTheirCommandsListenOn(Map<String, String> values) {
        for (Rendered container : containers(values)) {
            List<String> listening = arguments(container).stream()
                    .filter(argument -> argument.matches("--(listen|feed|metrics)=.*"))
                    .map(argument -> argument.substring(argument.lastIndexOf(':') + 1))
                    .toList();

            assertThat(container.at("ports").items().stream()
                            .map(port -> String.valueOf(port.at("containerPort").node())))
                    .containsExactlyInAnyOrderElementsOf(listening);
        }
    }

    @ParameterizedTest
    @MethodSource("installations")
    void filesThatCommandsAreToReadOrWriteStandOnMountedVolumes(Map<String, String> values) {
        for (Rendered container : containers(values)) {
            List<String> mounts = container.at("volumeMounts").items().stream()
                    .map(mount -> String.valueOf(mount.at("mountPath").node()))
                    .toList();

            assertThat(paths(container))
                    .isNotEmpty()
                    .allSatisfy((option, path) -> assertThat(mounts)
                            .as(option)
                            .anyMatch(mount -> path.equals(mount) || path.startsWith(mount + "/")));
        }
    }

    @Test
    void bundlesAreGivenWithTheirKeyOrNotAtAll() {
        assertThat(commands(EVERYTHING).stream()
                        .filter(command -> !command.getFirst().equals("console")))
                .hasSize(2)
                .allSatisfy(command -> assertThat(command)
                        .contains(
                                "--bundle=/etc/vedette/bundles/my-rules.jar",
                                "--bundle-key=/etc/vedette/bundle-key/key.pem"));
        assertThatThrownBy(() -> commands(Map.of("bundles.files[0]", "my-rules.jar")))
                .hasMessageContaining("bundles.files needs bundles.key");
    }

    @Test
    void theTopicIsTheOneThatTheProgramTakesByDefault() {
        ParseResult sensor = parse(List.of("sensor")).subcommand();
        String topic = sensor.commandSpec().findOption("--kafka-topic").getValue();

        assertThat(commands(EVERYTHING))
                .anySatisfy(arguments -> assertThat(arguments).contains("--kafka-topic=" + topic));
    }

    private static ParseResult parse(List<String> arguments) {
        CommandLine program = Vedette.commandLine();
        return program.parseArgs(arguments.toArray(new String[0]));
    }

    private static Map<String, String> paths(Rendered container) {
        Map<String, String> paths = new LinkedHashMap<>();
        for (String argument : arguments(container)) {
            String[] option = argument.split("=", 2);
            if (option.length == 2 && (option[1].startsWith("/") || option[1].startsWith("unix:///"))) {
                paths.put(option[0], option[1].replaceFirst("^unix://", ""));
            }
        }
        return paths;
    }

    private static List<List<String>> commands(Map<String, String> values) {
        return containers(values).stream().map(ChartArgumentsTest::arguments).toList();
    }

    private static List<String> arguments(Rendered container) {
        return container.at("args").items().stream()
                .map(argument -> String.valueOf(argument.node()))
                .toList();
    }

    private static List<Rendered> containers(Map<String, String> values) {
        List<Rendered> containers = new ArrayList<>();
        Chart.objects(values)
                .forEach(object ->
                        containers.addAll(object.podSpec().at("containers").items()));
        return containers;
    }
}
