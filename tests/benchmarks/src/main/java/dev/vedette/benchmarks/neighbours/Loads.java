package dev.vedette.benchmarks.neighbours;

import dev.vedette.sensor.demo.runtime.SlowWire;
import java.util.ArrayList;
import java.util.List;

/** All that goes on, each once: what harms a victim, and what only looks as if it did. */
final class Loads {
    private static final int MEBIBYTES_TAKEN = 850;
    /** Of Ethernet, IP and UDP, of a datagram. */
    private static final int HEADERS = 14 + 20 + 8;

    private Loads() {}

    static List<Load> all(List<Lane> lanes) {
        List<Load> all = new ArrayList<>(List.of(
                // A service needs three fifths of its CPU: the half that it gets at least would keep it from harm if it
                // needed less. With it, all together ask for 1.5, 2 and 4 times what is there.
                Culprits.one("CPU spin 1.5×", Resource.CPU, "spin", 90),
                Culprits.one("CPU spin 2×", Resource.CPU, "spin", 140),
                Culprits.one("CPU spin 4×", Resource.CPU, "spin", 340),
                Culprits.one("CPU bursts 1.5×", Resource.CPU, "bursts", 90),
                Culprits.one("CPU bursts 2×", Resource.CPU, "bursts", 140),
                Culprits.one("CPU bursts 4×", Resource.CPU, "bursts", 340),
                Culprits.one("fork storm", Resource.CPU, "forks", 200),
                new Culprits("two culprits", Resource.CPU, 2, List.of(List.of("spin", 200), List.of("spin", 25))),
                new Culprits(
                        "equal-share node job",
                        Resource.CPU,
                        0,
                        List.of(List.of("spin", 100), List.of("spin", 100), List.of("spin", 100))),
                new OwnLoad("the victim's own load ×4", Resource.CPU, 4),
                new OwnQuota(),
                new IdleVictim(),
                new ShortBurst(),
                new SeenBefore()));
        all.addAll(ofDisks());
        all.addAll(ofMemory());
        all.addAll(ofNetworks());
        if (lanes.size() > 1) {
            all.add(new Elsewhere(lanes.getLast()));
        }
        return all;
    }

    private static List<Load> ofDisks() {
        return List.of(
                Culprits.one("sequential writer", Resource.DISK, "write", "/written"),
                Culprits.one("random reads", Resource.DISK, "reads", 16, Tenants.ON_DISK),
                Culprits.one("fsync storm", Resource.DISK, "fsync", 8, "/synced"));
    }

    private static List<Load> ofMemory() {
        return List.of(
                Culprits.one("memory hog", Resource.MEMORY, "hog", MEBIBYTES_TAKEN),
                Culprits.one("page-cache streamer", Resource.MEMORY, "stream", Tenants.UNCACHED));
    }

    /** A service needs a fifth of the wire: with it, all together ask for 1.5, 2 and 4 times what there is, by their bytes. */
    private static List<Load> ofNetworks() {
        return List.of(
                sends("bandwidth flood 1.5×", 1_400, 1.3),
                sends("bandwidth flood 2×", 1_400, 1.8),
                sends("bandwidth flood 4×", 1_400, 3.8),
                sends("packet flood 4×", 60, 3.8),
                sends("upload that the wire can take", 1_400, 0.3),
                new OwnLoad("the victim's own requests over the network ×8", Resource.NETWORK, 8));
    }

    /** @param share of what the wire lets pass */
    private static Load sends(String name, int bytes, double share) {
        long perSecond = Math.round(share * SlowWire.BYTES_A_SECOND / (bytes + HEADERS));
        return Culprits.one(name, Resource.NETWORK, "send", bytes, perSecond, SlowWire.FAR_END);
    }
}
