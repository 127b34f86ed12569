package dev.vedette.policy.manifest.report;

/**
 * One case of a suite.
 *
 * @param message in a few words, "" where it passed
 * @param text all of it, "" where there is nothing to say
 */
record JunitCase(String name, End end, String message, String text) {
    /** How a case ends, and the element that says so. */
    enum End {
        PASSED("system-out"),
        FAILURE("failure"),
        SKIPPED("skipped"),
        ERROR("error");

        private final String element;

        End(String element) {
            this.element = element;
        }

        String element() {
            return element;
        }
    }

    static JunitCase passed(String name) {
        return new JunitCase(name, End.PASSED, "", "");
    }
}
