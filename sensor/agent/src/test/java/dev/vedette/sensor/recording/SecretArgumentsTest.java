package dev.vedette.sensor.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretArgumentsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    --password=hunter2                             | --password=***
                    DB_PASSWORD=hunter2                            | DB_PASSWORD=***
                    --api-key=abc                                  | --api-key=***
                    postgres://app:hunter2@db:5432/shop            | postgres://app:***@db:5432/shop
                    Authorization: Bearer abc.def                  | Authorization: ***
                    export TOKEN=abc; curl http://x                | export TOKEN=***; curl http://x
                    """)
    void hidesWhatIsGivenToANameOfASecret(String argument, String kept) {
        assertThat(SecretArguments.hidden(List.of("program", argument)).getLast())
                .doesNotContain("hunter2", "abc")
                .startsWith(kept.substring(0, kept.indexOf("***")));
    }

    @Test
    void hidesTheArgumentAfterSuchAnOption() {
        assertThat(SecretArguments.hidden(List.of("mysql", "--password", "hunter2", "-u", "app")))
                .containsExactly("mysql", "--password", "***", "-u", "app");
        assertThat(SecretArguments.hidden(List.of("vault", "--token", "--verbose")))
                .containsExactly("vault", "--token", "--verbose");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/passwd", "sh", "-c", "cat /etc/shadow", "http://host:8080/path", "--path=/var/lib/x"})
    void leavesOtherArgumentsAlone(String argument) {
        assertThat(SecretArguments.hidden(List.of(argument))).containsExactly(argument);
    }
}
