package dev.vedette.sensor.response;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The cgroups of one container that can hold it, one for each hierarchy; held or not. Thread-safe.
 *
 * <p>Every method fails once the container has ended and its cgroups are gone.
 */
public final class FrozenCgroup {
    private final List<Member> members;

    /** The container's cgroup in one hierarchy. */
    record Member(Path directory, boolean versionTwo) {
        static final String VERSION_1_FILE = "freezer.state";
        static final String VERSION_2_FILE = "cgroup.freeze";

        boolean isFrozen() throws IOException {
            return versionTwo
                    ? Files.readString(directory.resolve("cgroup.events")).contains("frozen 1")
                    : Files.readString(directory.resolve(VERSION_1_FILE))
                            .strip()
                            .equals("FROZEN");
        }

        void set(boolean freeze) throws IOException {
            if (versionTwo) {
                Files.writeString(directory.resolve(VERSION_2_FILE), freeze ? "1" : "0");
            } else {
                Files.writeString(directory.resolve(VERSION_1_FILE), freeze ? "FROZEN" : "THAWED");
            }
        }
    }

    /** @param members not empty; the first is the one to freeze */
    FrozenCgroup(List<Member> members) {
        this.members = List.copyOf(members);
    }

    /** Whether all processes stand still, whichever hierarchy holds them. */
    public boolean isFrozen() throws IOException {
        for (Member member : members) {
            if (member.isFrozen()) {
                return true;
            }
        }
        return false;
    }

    /** Begins to hold the container; {@link #isFrozen} tells when all its processes stand still. */
    public void freeze() throws IOException {
        members.getFirst().set(true);
    }

    /** Lets the container go on, whichever hierarchy holds it. */
    public void thaw() throws IOException {
        for (Member member : members) {
            member.set(false);
        }
    }
}
