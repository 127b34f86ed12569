package dev.vedette.rules.facts;

import dev.vedette.policy.model.BlindSpot;

/** What is not seen, in words. */
public final class BlindSpots {
    private BlindSpots() {}

    /** What is not seen, and what is all the same. */
    public static String sentence(BlindSpot spot) {
        return switch (spot.kind()) {
            case KERNEL_OF_ITS_OWN ->
                "It runs on a kernel of its own in user space: programs, files and connections inside it are not seen. Seen"
                        + " are its specification, its life, and what the sandbox's own processes do on the node.";
            case VIRTUAL_MACHINE ->
                "It runs in a virtual machine: programs, files and connections inside it are not seen. Seen are its"
                        + " specification, its life, and what the machine's own processes do on the node.";
            case NO_CONTROL_GROUP ->
                "It has no control group of its own: what its programs do counts as the node's, and no answer can be given"
                        + " to it alone.";
        };
    }

    /** How to see more. */
    public static String remedy(BlindSpot spot) {
        return switch (spot.kind()) {
            case KERNEL_OF_ITS_OWN -> "send the sandbox's own trace points to a log (runsc --pod-init-config)";
            case VIRTUAL_MACHINE -> "run a sensor inside the machine, or judge by the guest agent's policy";
            case NO_CONTROL_GROUP -> "start it with a control group (podman: --cgroups=enabled or split)";
        };
    }
}
