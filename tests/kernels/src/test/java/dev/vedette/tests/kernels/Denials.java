package dev.vedette.tests.kernels;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was denied in a guest, judged: each deed was done with its denial lifted, in audit mode, and enforced. Security
 * hooks refuse all of them. Without them control groups refuse connections, programs are killed as they start, and the
 * rest is neither refused nor marked.
 */
final class Denials {
    private final Map<String, Map<String, JsonNode>> byScenario = new TreeMap<>();
    private final List<String> wrong = new ArrayList<>();

    private final boolean securityHooks;

    private Denials(boolean securityHooks) {
        this.securityHooks = securityHooks;
    }

    /**
     * One sentence for everything that did not end as it should; also if nothing was tried.
     *
     * @param securityHooks whether the kernel calls its security hooks for eBPF
     */
    static List<String> wrong(List<JsonNode> report, boolean securityHooks) {
        Denials denials = new Denials(securityHooks);
        report.stream()
                .filter(line -> line.path("what").asText().equals("denial"))
                .forEach(line -> denials.byScenario
                        .computeIfAbsent(
                                line.path("highest").asText() + ": "
                                        + line.path("scenario").asText() + " by "
                                        + line.path("deed").asText(),
                                _ -> new TreeMap<>())
                        .put(line.path("mode").asText(), line));
        if (denials.byScenario.isEmpty()) {
            return List.of("nothing was denied");
        }
        denials.byScenario.forEach(denials::judge);
        return denials.wrong;
    }

    private void judge(String scenario, Map<String, JsonNode> modes) {
        JsonNode lifted = modes.get("lifted");
        JsonNode audit = modes.get("audit");
        JsonNode enforced = modes.get("enforced");
        if (lifted == null || audit == null || enforced == null) {
            wrong.add(scenario + ": only tried " + modes.keySet());
            return;
        }
        expect(marks(lifted) == 0, scenario, "a mark although nothing is denied", lifted);
        expect(number(audit, "denied") + number(audit, "killed") == 0, scenario, "refused in audit mode", audit);
        expect(number(audit, "result") == number(lifted, "result"), scenario, "another end in audit mode", audit);
        judgeEnforced(scenario, audit, enforced);
    }

    private void judgeEnforced(String scenario, JsonNode audit, JsonNode enforced) {
        String action = enforced.path("action").asText();
        boolean refusable = securityHooks && enforced.path("highest").asText().equals("LSM");
        if (refusable || action.equals("CONNECT")) {
            expect(number(audit, "audited") > 0, scenario, "not marked in audit mode", audit);
            expect(number(enforced, "denied") > 0, scenario, "not told as denied", enforced);
            expect(number(enforced, "result") != 0, scenario, "not refused", enforced);
        } else if (action.equals("EXEC")) {
            expect(number(enforced, "killed") > 0, scenario, "not told as killed", enforced);
            expect(number(enforced, "result") != 0, scenario, "not killed", enforced);
        } else {
            expect(marks(audit) + marks(enforced) == 0, scenario, "marked although it cannot be refused", enforced);
        }
    }

    private void expect(boolean holds, String scenario, String what, JsonNode line) {
        if (!holds) {
            wrong.add(scenario + ": " + what + ": " + line);
        }
    }

    private static int marks(JsonNode line) {
        return number(line, "denied") + number(line, "killed") + number(line, "audited");
    }

    private static int number(JsonNode line, String name) {
        return line.path(name).asInt();
    }
}
