package dev.vedette.policy.hostile;

import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Time grows with the length of what is judged, and no faster: {@link Judges} holds the bound. */
class LongValuesTest {
    private static final int TIMES = 20_000;

    /** With a piece repeated in every place where a rule or a check looks at a text. */
    private static final String POD = """
        {"kind":"Pod","metadata":{"name":"%1$s","namespace":"%1$s","labels":{"app":"%1$s","pod-template-hash":"%1$s"},
          "ownerReferences":[{"controller":true,"kind":"Job","name":"%1$s"}],
          "annotations":{"container.apparmor.security.beta.kubernetes.io/a":"%1$s"}},
         "spec":{"hostPID":true,"serviceAccountName":"%1$s","os":{"name":"%2$s"},
          "securityContext":{"sysctls":[{"name":"kernel.%1$s","value":"%1$s"}]},
          "volumes":[{"name":"v","hostPath":{"path":"/%1$s"}},{"name":"w","iscsi":{"iqn":"%1$s"}},
           {"name":"x","gitRepo":{"repository":"%1$s","directory":"%1$s"}}],
          "containers":[{"name":"%1$s","image":"%1$s","command":["%1$s"],"args":["%1$s"],
           "env":[{"name":"password","value":"%1$s"},{"name":"%1$s","value":"hunter2-hunter2"}],
           "livenessProbe":{"httpGet":{"host":"%1$s"}},
           "volumeMounts":[{"name":"v","mountPath":"/x%1$s","subPath":"%1$s"}],
           "securityContext":{"capabilities":{"add":["%1$s"]},"appArmorProfile":{"type":"%1$s"},
            "seLinuxOptions":{"type":"%1$s","user":"%1$s"},"procMount":"%1$s"}}]}}
        """;

    private static final Map<String, IntFunction<String>> MANY = Map.of(
            "labels of the wrong type",
            n -> pod("\"labels\":{" + each(n, "\"k%d\":[]") + "}", ""),
            "annotations of the wrong type",
            n -> pod(
                    "\"annotations\":{" + each(n, "\"container.apparmor.security.beta.kubernetes.io/%d\":[]") + "}",
                    ""),
            "volumes and mounts",
            n -> pod(
                    "",
                    "\"volumes\":[" + each(n, "{\"name\":\"v%d\",\"hostPath\":{\"path\":\"/x\"}}")
                            + "],\"containers\":[{\"volumeMounts\":[" + each(n, "{\"name\":\"v%d\"}") + "]}]"),
            "containers",
            n -> pod("", "\"containers\":[" + each(n, "{\"name\":\"c%d\"}") + "]"),
            "variables",
            n -> pod("", "\"containers\":[{\"env\":[" + each(n, "{\"name\":\"v%d\",\"value\":\"x\"}") + "]}]"));

    private static Judges judges;

    @BeforeAll
    static void loadRules() throws Exception {
        judges = new Judges();
    }

    @AfterAll
    static void closeRules() {
        judges.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "A ",
                "-",
                "-a ",
                "--a",
                "--a=",
                "eyJ-",
                "eyJaaaaaaaa.",
                "/..",
                "../",
                "a/",
                "a:",
                "@",
                "a://x:",
                "-12345678",
                "$(",
                "-----BEGIN ",
                "0",
                "%%",
                "\\u0000",
                "\\n",
                "\\ud800",
                "AKIA",
                "x."
            })
    void aPieceRepeatedInEachPlaceIsJudgedInTime(String piece) {
        judges.judge(POD.formatted(piece.repeat(TIMES / piece.length()), "linux"));
        judges.judge(POD.formatted(piece.repeat(TIMES / piece.length()), "windows"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "labels of the wrong type",
                "annotations of the wrong type",
                "volumes and mounts",
                "containers",
                "variables"
            })
    void manyOfAKindAreJudgedInTime(String what) {
        judges.judge(MANY.get(what).apply(what.equals("containers") ? TIMES / 20 : TIMES / 2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[",
                "{",
                "- ",
                "? ",
                "{a: ",
                "[[],",
                "&a ",
                "*a ",
                "!x ",
                "\"",
                "'",
                "|\n",
                "--- a\n",
                "# c\n",
                "a: b\n",
                "a:\n ",
                "\t",
                "\r",
                "{{",
                "%Y\n",
                "<<: ",
                "a: &a\n",
                "- &a b\n- *a\n",
                " ",
                "x\n\n",
                "\u2028",
                "\ufeff"
            })
    void aPieceOfSyntaxRepeatedIsReadInTime(String piece) {
        judges.judge(piece.repeat(TIMES / piece.length()));
        judges.judge("kind: Pod\nspec: [" + piece.repeat(TIMES / piece.length()));
    }

    private static String pod(String metadata, String spec) {
        return "{\"kind\":\"Pod\",\"metadata\":{" + metadata + "},\"spec\":{" + spec + "}}";
    }

    private static String each(int times, String form) {
        return IntStream.range(0, times).mapToObj(form::formatted).collect(Collectors.joining(","));
    }
}
