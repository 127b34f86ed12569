package dev.vedette.policy.testing;

import dev.vedette.policy.model.Fact;

/** A fact of a test. */
record TimedFact(Fact fact, Moment moment) {}
