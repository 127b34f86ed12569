package dev.vedette.policy.manifest.fix;

import dev.vedette.policy.yaml.edit.YamlEdit;

/** What to do about an issue. */
sealed interface Advice {
    /** There is one right answer. */
    record Change(FixLevel level, YamlEdit edit) implements Advice {}

    /**
     * Somebody has to decide.
     *
     * @param hint what, in one sentence
     */
    record Leave(String hint) implements Advice {}
}
