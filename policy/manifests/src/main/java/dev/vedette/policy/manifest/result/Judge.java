package dev.vedette.policy.manifest.result;

/** By what a scan judged. */
public enum Judge {
    RULES("rules", "SEVERITY", "RULE"),
    PSS("pss", "LEVEL", "CHECK");

    private final String label;
    private final String levelHeading;
    private final String checkHeading;

    Judge(String label, String levelHeading, String checkHeading) {
        this.label = label;
        this.levelHeading = levelHeading;
        this.checkHeading = checkHeading;
    }

    /** As options and files write it. */
    public String label() {
        return label;
    }

    /** What people call how bad it is. */
    public String levelHeading() {
        return levelHeading;
    }

    /** What people call that which found it. */
    public String checkHeading() {
        return checkHeading;
    }
}
