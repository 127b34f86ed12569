/** What each workload was seen to do, and what it does for the first time. */
package dev.vedette.baseline.novelty;
