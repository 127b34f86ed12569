package dev.vedette.rules.facts;

import dev.vedette.policy.model.Fact;
import dev.vedette.policy.model.Memory;
import dev.vedette.policy.model.SocketActivity;
import dev.vedette.policy.model.Tally;
import java.time.Duration;
import java.util.List;

/** The same connection over and over again. What is counted is bounded, so that of a flood only its beginning is. */
public final class Repetition {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final int FAILURES_A_SECOND = 64;
    private static final Duration FLOOD = Duration.ofSeconds(10);
    private static final int SECONDS_OF_FLOOD = 5;

    private static final Duration GUESSES = Duration.ofSeconds(30);
    private static final int MANY_GUESSES = 60;

    private Repetition() {}

    /** Each as an item of its own, since equal ones would count once. */
    public static Tally ofFailures(Memory memory, SocketActivity failed) {
        return memory.note("VDT-3048 failures", failed, failed.peer().address(), moment(failed), SECOND);
    }

    /** Whether within a second so many failed as no client's patience makes. */
    public static boolean isDense(Tally failures) {
        return failures.distinct() >= FAILURES_A_SECOND;
    }

    public static Tally ofSeconds(Memory memory, Tally failures) {
        Fact fact = failures.fact();
        return memory.note(
                "VDT-3048", fact, failures.subject(), Long.toString(fact.epochNanos() / SECOND.toNanos()), FLOOD);
    }

    public static boolean isFlood(Tally seconds) {
        return seconds.distinct() >= SECONDS_OF_FLOOD;
    }

    /**
     * Whether one may log in at the other end.
     *
     * @param logins ports where hardly anybody connects often
     * @param databases ports where workloads do, and only somebody inside them is worth counting
     */
    public static boolean isLogin(SocketActivity begun, List<String> logins, List<String> databases) {
        if (!Contacts.isInternet(begun) || Contacts.isUdp(begun)) {
            return false;
        }
        if (Contacts.isAtPort(begun, logins)) {
            return true;
        }
        if (!Contacts.isAtPort(begun, databases)) {
            return false;
        }
        Caller caller = Caller.of(begun);
        return caller == Caller.SESSION || caller == Caller.FOREIGN;
    }

    public static Tally ofLogins(Memory memory, SocketActivity begun) {
        return memory.note("VDT-3049", begun, begun.peer().toString(), moment(begun), GUESSES);
    }

    public static boolean isGuessing(Tally logins) {
        return logins.distinct() >= MANY_GUESSES;
    }

    private static String moment(Fact fact) {
        return Long.toString(fact.epochNanos());
    }
}
