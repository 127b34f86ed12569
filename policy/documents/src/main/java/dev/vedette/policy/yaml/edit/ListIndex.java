package dev.vedette.policy.yaml.edit;

/** Parts of pointers that may be indices of lists. */
final class ListIndex {
    private static final int MOST_DIGITS = 7;

    private ListIndex() {}

    /** -1 if {@code part} is no index. */
    static int of(String part) {
        boolean digits =
                !part.isEmpty() && part.length() <= MOST_DIGITS && part.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Integer.parseInt(part) : -1;
    }
}
