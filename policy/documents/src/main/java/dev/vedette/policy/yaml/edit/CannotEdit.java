package dev.vedette.policy.yaml.edit;

/** A change would touch more than it should, or cannot be written where it belongs. */
final class CannotEdit extends Exception {
    private static final long serialVersionUID = 1L;

    CannotEdit(String reason) {
        super(reason);
    }
}
