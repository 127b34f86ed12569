package dev.vedette.policy.model;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * A part of the policies that was looked at when a finding was decided on.
 *
 * @param policy the document's name
 * @param what it says, for people
 * @param lacked what it would have taken for it to hold, a sentence each; empty where it held
 * @param decided whether it is the one that decided
 */
public record Considered(Kind kind, String policy, String what, List<String> lacked, boolean decided) {
    /** What parts of policies are looked at. */
    public enum Kind {
        EXCEPTION,
        RESPONSE;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Considered {
        Objects.requireNonNull(kind, "kind is null");
        Objects.requireNonNull(policy, "policy is null");
        Objects.requireNonNull(what, "what is null");
        lacked = List.copyOf(lacked);
    }

    /** Whether it applied, be it that another went before it. */
    public boolean held() {
        return lacked.isEmpty();
    }
}
