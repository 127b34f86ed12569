package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Severity;
import dev.vedette.policy.model.Stdio.Kind;
import dev.vedette.rules.fixtures.Containers;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Processes;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@RuleTest("VDT-3031")
class DecodedAndRunTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    private int containers;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "base64 -d",
                "base64 --decode",
                "base64 -di",
                "base32 -d",
                "busybox base64 -d",
                "openssl enc -base64 -d",
                "xxd -r -p",
                "uudecode -o -",
                "python3 -c import_base64,sys;print(base64.b64decode(sys.argv[1]))",
                "perl -MMIME::Base64 -e print+decode_base64(<>)"
            })
    void findsDecodersBeforeAShell(String command) {
        String container = fresh();

        assertThat(begins(container, piped(command))).isEmpty();
        assertThat(begins(container, piped("sh")))
                .singleElement()
                .satisfies(finding -> assertThat(finding.severity()).isEqualTo(Severity.HIGH));
    }

    @Test
    void findsTheOtherOrderAndStagesBetween() {
        String container = fresh();

        assertThat(begins(container, piped("python3 -"))).isEmpty();
        assertThat(begins(container, piped("gunzip -c"))).isEmpty();
        assertThat(begins(container, piped("base64 -d"))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
            python3 ~ -c ~ import base64;exec(base64.b64decode("aWQ="))
            perl    ~ -e ~ use MIME::Base64;eval(decode_base64("aWQ="))
            php     ~ -r ~ eval(base64_decode("aWQ="));
            node    ~ -e ~ eval(Buffer.from("aWQ=","base64").toString())
            ruby    ~ -e ~ eval("aWQ=".unpack1("m"))
            sh      ~ -c ~ eval "$(echo aWQ= | base64 -d)"
            bash    ~ -c ~ bash -c "$(echo aWQ= | openssl enc -base64 -d)"
            bash    ~ -c ~ exec $(echo aWQ= | base64 -d)
            perl    ~ -e ~ use MIME::Base64; system decode_base64("aWQ=")
            perl    ~ -e ~ exec pack("H*", "6964")
            perl    ~ -e ~ qx{bash -c "$(echo aWQ= | base64 -d)"}
            python2 ~ -c ~ exec __import__("base64").b64decode("aWQ=")
            perl    ~ -e ~ use MIME::Base64; $x = decode_base64("aWQ="); system $x
            sh      ~ -c ~ sleep 2; exec python3 -c "exec(bytes.fromhex(\\"6964\\"))"
            """)
    void findsBothInOneText(String program, String option, String text) {
        Finding finding = JUDGE.only(
                "VDT-3031",
                child(Processes.of("/usr/bin/" + program).arguments(program, option, text))
                        .in(Containers.named(fresh(), "web"))
                        .executes());

        assertThat(finding.severity()).isEqualTo(Severity.HIGH);
    }

    @Test
    void takesAStartingContainerForLessUnlessAServersShellDoesIt() {
        Events starting =
                child(evaluating()).in(Containers.named(fresh(), "web")).inContainerOfAge(Duration.ofMinutes(1));
        Events ofServer = Events.by(evaluating()
                        .childOf(Processes.of("/bin/sh")
                                .childOf(Processes.of("/usr/sbin/nginx").serving())))
                .inContainerOfAge(Duration.ofMinutes(1));

        assertThat(JUDGE.only("VDT-3031", starting.executes()).severity()).isEqualTo(Severity.MEDIUM);
        assertThat(JUDGE.only("VDT-3031", ofServer.executes()).severity()).isEqualTo(Severity.HIGH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"base64", "base64 -w0", "openssl enc -base64", "xxd -p", "cat", "gzip -d", "jq -r .x"})
    void isSilentOnOthersBeforeAShell(String command) {
        String container = fresh();

        assertThat(begins(container, piped(command))).isEmpty();
        assertThat(begins(container, piped("sh"))).isEmpty();
    }

    @Test
    void isSilentOnDecodingIntoAFileAndOnShellsWithAScript() {
        String container = fresh();

        assertThat(begins(
                        container,
                        Processes.of("/usr/bin/base64")
                                .arguments("base64", "-d")
                                .stdio(Kind.FILE)))
                .isEmpty();
        assertThat(begins(container, piped("sh"))).isEmpty();
        container = fresh();
        assertThat(begins(container, piped("base64 -d"))).isEmpty();
        assertThat(begins(container, piped("sh /app/run.sh"))).isEmpty();
        assertThat(begins(container, piped("jq ."))).isEmpty();
    }

    @Test
    void isSilentWhereItIsNotKnownWhoBeganThem() {
        String container = fresh();

        for (String command : List.of("base64 -d", "sh")) {
            assertThat(JUDGE.judge(
                            "VDT-3031",
                            Events.by(piped(command).orphaned())
                                    .in(Containers.named(container, "web"))
                                    .executes()))
                    .isEmpty();
        }
    }

    @Test
    void isSilentOnAppletsThatBusyboxsShellStartsFromItsOwnFile() {
        String container = fresh();
        Processes applet = Processes.of("/bin/sh").arguments("cat").stdio(Kind.PIPE, Kind.PIPE, Kind.PIPE);

        assertThat(begins(container, applet)).isEmpty();
        assertThat(begins(container, piped("base64 -d"))).isEmpty();
        assertThat(begins(container, Processes.of("/bin/sh").arguments("-sh").stdio(Kind.PIPE, Kind.PIPE, Kind.PIPE)))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
            python3 ~ -c ~ import base64;print(base64.b64decode("aWQ="))
            python3 ~ -c ~ exec(open("/app/run.py").read())
            sh      ~ -c ~ echo "$CERT" | base64 -d > /tls/tls.crt
            sh      ~ -c ~ exec /app/server
            sh      ~ -c ~ echo "$CERT" | base64 -d > /tls/tls.crt; exec "$@"
            bash    ~ -c ~ sleep 2; exec python3 -c "query = bytes.fromhex(\\"1234\\")"
            python3 ~ -c ~ print(bytes.fromhex("1234")) # for the operating system
            cat     ~ -e ~ eval(base64_decode("x"))
            """)
    void isSilentOnTextsThatDoOneOfBoth(String program, String option, String text) {
        assertThat(JUDGE.judge(
                        "VDT-3031",
                        child(Processes.of("/usr/bin/" + program).arguments(program, option, text))
                                .in(Containers.named(fresh(), "web"))
                                .executes()))
                .isEmpty();
    }

    /** As of a process that was there before the sensor: nobody knows who began both. */
    @Test
    void isSilentOnPipesWhoseBeginnerIsNotKnown() {
        for (String command : List.of("base64 -d", "sh")) {
            assertThat(JUDGE.judge(
                            "VDT-3031", Events.by(piped(command).orphaned()).executes()))
                    .isEmpty();
        }
    }

    private static Processes evaluating() {
        return Processes.of("/bin/sh").arguments("sh", "-c", "eval \"$(echo aWQ= | base64 -d)\"");
    }

    private String fresh() {
        return getClass().getSimpleName() + System.identityHashCode(this) + "-" + containers++;
    }

    private static Events child(Processes process) {
        return Events.by(process.childOf(Processes.of("/bin/sh")));
    }

    private static Processes piped(String command) {
        String[] words = command.split(" ", -1);
        return Processes.of("/usr/bin/" + words[0]).arguments(words).stdio(Kind.PIPE, Kind.PIPE, Kind.PIPE);
    }

    private static List<Finding> begins(String container, Processes process) {
        return JUDGE.judge(
                "VDT-3031",
                child(process).in(Containers.named(container, "web")).executes());
    }
}
