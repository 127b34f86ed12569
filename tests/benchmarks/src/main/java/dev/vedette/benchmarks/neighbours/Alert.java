package dev.vedette.benchmarks.neighbours;

/**
 * What a detector says.
 *
 * @param victim by its name, "" where it names none
 * @param culprit by its name, "" where it names none
 */
record Alert(long epochMillis, String victim, String culprit) {}
