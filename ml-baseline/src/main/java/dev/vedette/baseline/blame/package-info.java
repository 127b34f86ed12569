/** Who made whom wait, and whether that is more than usual. */
package dev.vedette.baseline.blame;
