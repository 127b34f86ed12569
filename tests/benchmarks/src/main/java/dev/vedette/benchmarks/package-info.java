/** Measurements whose results are ratios of two ways taken in one run, since machines differ and are noisy. */
package dev.vedette.benchmarks;
