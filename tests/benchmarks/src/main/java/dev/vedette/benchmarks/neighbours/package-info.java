/**
 * Who is told to harm whom, against who does: real containers by a seeded schedule, the victims' own latency as the truth,
 * and simpler rules that judge the same recording.
 */
package dev.vedette.benchmarks.neighbours;
