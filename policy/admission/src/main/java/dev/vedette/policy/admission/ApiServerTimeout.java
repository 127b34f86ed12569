package dev.vedette.policy.admission;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long an API server waits for an answer, which it says in the query of its request, as {@code timeout=3s}. Source:
 * k8s.io/apiserver, admission/plugin/webhook, which takes a Go duration of whole seconds up to 30.
 */
final class ApiServerTimeout {
    private static final Pattern SECONDS = Pattern.compile("([1-9][0-9]?)s");
    /** For the way there and back. */
    private static final int WAY_PERCENT = 20;

    private ApiServerTimeout() {}

    /** {@code own}, or less where the API server would not wait for it. */
    static Duration shorten(Duration own, String said) {
        Matcher seconds = SECONDS.matcher(said == null ? "" : said);
        if (!seconds.matches()) {
            return own;
        }
        Duration waits = Duration.ofSeconds(Long.parseLong(seconds.group(1)))
                .multipliedBy(100 - WAY_PERCENT)
                .dividedBy(100);
        return waits.compareTo(own) < 0 ? waits : own;
    }
}
