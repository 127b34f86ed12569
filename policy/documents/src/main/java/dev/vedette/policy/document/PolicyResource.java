package dev.vedette.policy.document;

/** How a cluster calls policies that are kept in it as objects. They belong to the whole cluster, to no namespace. */
public final class PolicyResource {
    public static final String GROUP = "vedette.dev";
    public static final String VERSION = "v1alpha1";
    public static final String KIND = "Policy";
    public static final String PLURAL = "policies";

    private PolicyResource() {}

    /** As kubectl takes and prints it, for people: {@code policies.vedette.dev/shop}. */
    public static String called(String name) {
        return PLURAL + "." + GROUP + "/" + name;
    }
}
